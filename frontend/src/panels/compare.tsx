// The run beside what-ifs: all of them at first, then one of them measure by measure and week by week.
import { untracked, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { choose, keptMeasures, other, refusal, restore, restored, send, settle, usual } from "../asking.ts";
import { seriesTitle } from "../bands.ts";
import { askOf, type Change } from "../changes.ts";
import type { Asked, Contrast } from "../contract.ts";
import { rowsOf } from "../contrasts.ts";
import { isOver } from "../jobs.ts";
import { goTo } from "../tables/going.ts";
import { Panel } from "../panel.tsx";
import { ANSWERS, INPUTS, inputs, kept, missing, once } from "../resources.ts";
import { against, asked, contrast } from "../state.ts";
import { Band } from "../tables/band.tsx";
import { Differences } from "../tables/differences.tsx";
import { Forest } from "../tables/forest.tsx";
import { Progress } from "../tables/progress.tsx";

const OFFERED = 4;

export function Compare() {
  useEffect(() => {
    void once(ANSWERS, kept);
    void once(INPUTS, inputs);
    void restore();
  }, []);
  useSignalEffect(() => {
    const label = against.value;
    const known = restored.value && (kept.value !== null || ANSWERS in missing.value) && (inputs.value !== null || INPUTS in missing.value);
    if (known) untracked(() => settle(label));
  });
  const rows = rowsOf(kept.value ?? [], asked.value, other.value);
  const chosen = against.value;
  return (
    <Panel id="compare" title="What would change it" note={chosen ? undefined : noteOf(rows.length)}>
      {chosen ? <Chosen label={chosen} /> : rows.length > 0 ? <Forest rows={rows} /> : <Offers />}
      {chosen && rows.length > 1 && <details class="others"><summary>All {rows.length} what-ifs beside each other</summary><Forest rows={rows} /></details>}
      {refusal.value && <p role="alert" class="alert">{refusal.value}</p>}
    </Panel>
  );
}

function noteOf(rows: number): string {
  return rows > 0
    ? "Each history keeps its luck with and without the change, so that what differs is the change's doing. Choose a what-if to draw it into the charts; the run stays grey behind it."
    : "No what-if has been asked about this war yet. Ask one: every history is played again with the same luck, and what differs is the change's doing.";
}

/** Buttons for the first things that can be taken away, where nothing has been asked yet. */
function Offers() {
  const waiting = useSignal("");
  const changes: { change: Change; title: string }[] = [
    ...(inputs.value?.what_ifs ?? []).map((one) => ({ change: { kind: "what-if", id: one.id } as const, title: one.title || one.id })),
    ...(inputs.value?.interventions ?? []).map((one) => ({ change: { kind: "without", id: one.id } as const, title: `without ${one.title || one.id}` })),
  ].slice(0, OFFERED);
  const start = async (change: Change, title: string) => {
    waiting.value = title;
    refusal.value = "";
    try {
      await send(askOf([change], usual()));
    } catch (error) {
      refusal.value = error instanceof Error ? error.message : String(error);
    }
    waiting.value = "";
  };
  return (
    <div class="offers">
      {changes.map(({ change, title }) => (
        <button key={title} type="button" disabled={waiting.value !== ""} onClick={() => { void start(change, title); }}>{title}</button>
      ))}
      <button type="button" class="plain" onClick={() => goTo("ask")}>Something else …</button>
    </div>
  );
}

/** One what-if: how far it is, what differs, and the weekly difference. */
function Chosen({ label }: { label: string }) {
  const found = contrast.value;
  const job = asked.value.findLast((one) => one.label === label);
  const measures = found?.measures.length ? found.measures : keptMeasures(label);
  const command = found?.command ?? kept.value?.find((one) => one.contrasts.some((row) => row.label === label))?.command ?? "";
  return (
    <div class="chosen-what-if">
      <p class="head">
        <strong>{label}</strong>
        <button type="button" onClick={() => choose("")}>Back to the run alone</button>
      </p>
      {found && !found.paired && (
        <p class="alert loud" role="note">⚠ The two runs do not share their luck: what differs may be chance as well as the change, and the intervals are wider for it.</p>
      )}
      {job && !isOver(job) && <Progress job={job} />}
      {found && <p class="note">{found.histories.toLocaleString("en-GB")} histories{found.paired ? ", each with the same luck with and without the change" : ""}.</p>}
      {measures.length > 0
        ? <Differences label={label} measures={measures} command={command} />
        : <p class="note" role="status">{waitingFor(job)}</p>}
      {found && found.series.length > 0 && <Weekly found={found} />}
    </div>
  );
}

function waitingFor(job: Asked | undefined): string {
  if (job?.state === "stopped") return "It was stopped before its first histories were done.";
  if (job?.state === "failed") return "";
  if (job || !restored.value) return "The first histories are being played …";
  return refusal.value ? "" : "This page does not know a what-if of that name. Ask for it in the form “Change the war and see what differs”.";
}

/** Two charts of the weekly difference: cohesion, where there is one, and another series that the reader chooses. */
function Weekly({ found }: { found: Contrast }) {
  const nameOf = (one: Contrast["series"][number]) => [one.measure, ...one.of].join(" ");
  const wish = useSignal("");
  const first = found.series.find((one) => one.measure === "cohesion") ?? found.series[0];
  const rest = found.series.filter((one) => one !== first);
  const second = rest.find((one) => nameOf(one) === wish.value) ?? rest[0];
  return (
    <div class="bands">
      {first && <Band series={first} command={found.command} />}
      {second && (
        <div>
          <label class="field">Also by week{" "}
            <select value={nameOf(second)} onChange={(event) => { wish.value = event.currentTarget.value; }}>
              {rest.map((one) => <option key={nameOf(one)} value={nameOf(one)}>{seriesTitle(one)}</option>)}
            </select>
          </label>
          <Band series={second} command={found.command} />
        </div>
      )}
    </div>
  );
}
