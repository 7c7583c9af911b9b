// The paired differences of one what-if: a row for each measure, every number with the command that prints it again.
import { useSignal } from "@preact/signals";
import type { Difference } from "../contract.ts";
import { interval, level, measuresOf, SAID, signed, SIGNS, unitOf, wayOf } from "../contrasts.ts";
import { Number as Figure } from "../how.tsx";
import { percent } from "../words.ts";
import { Table, type Column } from "./table.tsx";

const FEW = 8;

export function Differences({ label, measures, command }: { label: string; measures: readonly Difference[]; command: string }) {
  const all = useSignal(false);
  const rank = measuresOf([{ label, command, from: "asked", measures: [...measures] }]).map((one) => one.measure);
  const ordered = [...measures].sort((one, two) => rank.indexOf(one.measure) - rank.indexOf(two.measure));
  const shown = all.value ? ordered : ordered.slice(0, FEW);
  return (
    <>
      <Table
        columns={columnsFor(command)} rows={shown} name={(one) => one.measure} hidden
        caption={`What differs: ${label} against the baseline, mean over the histories`}
      />
      {measures.length > FEW && (
        <button type="button" class="plain" aria-expanded={all.value} onClick={() => { all.value = !all.value; }}>
          {all.value ? `Show the first ${FEW} measures only` : `Show all ${measures.length} measures`}
        </button>
      )}
    </>
  );
}

function columnsFor(command: string): Column<Difference>[] {
  const how = (one: Difference, what: string) => ({ words: what === "" ? meaning(one) : `${one.title}: ${what}.`, command });
  return [
    { head: "measure", first: true, key: (one) => one.title,
      cell: (one) => <>{one.title}{unitOf(one) && <small class="unit"> [{unitOf(one)}]</small>}</> },
    { head: "baseline, changed", right: true, key: (one) => one.baseline, cell: (one) => (
      <>
        <span class="baseline"><Figure text={level(one.baseline, one)} how={how(one, "mean of the war as it is")} /></span>
        <span class="second"><Figure text={level(one.alternative, one)} how={how(one, "mean of the war with the change")} /></span>
      </>
    ) },
    { head: "difference, 95 % interval", right: true, key: (one) => one.difference, cell: (one) => <Gap one={one} command={command} /> },
    { head: "up in", right: true, key: (one) => one.up,
      cell: (one) => <Figure text={percent(one.up)} how={how(one, "share of the histories in which it goes up")} /> },
  ];
}

/** A difference with its interval, and the sign that says which way it goes. */
export function Gap({ one, command }: { one: Difference; command: string }) {
  const way = wayOf(one);
  return (
    <>
      <span class={`way ${way}`} role="img" aria-label={SAID[way]} title={SAID[way]}>{SIGNS[way]}</span>{" "}
      <Figure text={signed(one.difference, one)} how={{ words: meaning(one), command }} />
      <small class="interval"><Figure text={interval(one)} how={{ words: `95 % interval. ${meaning(one)}`, command }} /></small>
    </>
  );
}

function meaning(one: Difference): string {
  return one.words || `${one.title}: mean of the difference that the change makes, history by history.`;
}
