// The form that asks a what-if: changes are collected, then played against this war while the differences appear.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { choose, send, usual } from "../asking.ts";
import { added, alike, askOf, historiesOf, removed, wordsOf, type Change } from "../changes.ts";
import type { Input, Inputs } from "../contract.ts";
import { changes, histories, offQuery, picked, problem, query, sending, typed } from "../form.ts";
import { isOver } from "../jobs.ts";
import { Panel } from "../panel.tsx";
import { INPUTS, inputs, missing, once } from "../resources.ts";
import { find, fits } from "../searching.ts";
import { against, asked } from "../state.ts";
import { goTo } from "../tables/going.ts";
import { Progress } from "../tables/progress.tsx";
import { Path, Range, Source, Value } from "../tables/value.tsx";
import { plainDate } from "../words.ts";

const SHOWN = 6;

export function AskForm() {
  useEffect(() => { void once(INPUTS, inputs); }, []);
  const known = inputs.value;
  return (
    <Panel id="ask" title="Change the war and see what differs" note="Several changes together make one what-if. Every history is played again with the same luck.">
      {known ? <Form known={known} /> : <p role="status" class="note">{missing.value[INPUTS] ?? "Reading what can be changed …"}</p>}
      <Earlier />
    </Panel>
  );
}

function Form({ known }: { known: Inputs }) {
  const number = historiesOf(histories.value ?? String(usual()));
  const run = async (event: Event) => {
    event.preventDefault();
    if (changes.value.length === 0) problem.value = "Nothing is changed yet: choose a number, or something to take away.";
    else if (number === null) problem.value = "The number of histories is a whole number of at least 1.";
    else await start(number);
  };
  return (
    <form class="asking" noValidate onSubmit={(event) => { void run(event); }}>
      <Numbers known={known} />
      <Off known={known} />
      <Collected />
      <div class="fields">
        <label>Histories{" "}
          <input type="text" inputMode="numeric" size={6} value={histories.value ?? String(usual())} onInput={(event) => { histories.value = event.currentTarget.value; }} />
        </label>
        <button type="submit" class="main" disabled={sending.value}>Run it against this war</button>
      </div>
      {problem.value && <p role="alert" class="alert">{problem.value}</p>}
    </form>
  );
}

async function start(number: number): Promise<void> {
  sending.value = true;
  problem.value = "";
  try {
    await send(askOf(changes.value, number));
  } catch (error) {
    problem.value = error instanceof Error ? error.message : String(error);
  }
  sending.value = false;
}

/** The search over all numbers and dates of the scenario. */
function Numbers({ known }: { known: Inputs }) {
  const input = known.inputs.find((one) => one.path === picked.value);
  const found = query.value.trim() === "" ? [] : find(query.value, known.inputs, (one) => `${one.path} ${one.unit} ${one.source}`);
  return (
    <fieldset>
      <legend>Change a number or a date</legend>
      {input ? <Value key={input.path} input={input} /> : (
        <>
          <input
            type="search" placeholder={`Search ${known.inputs.length} numbers, as in: sorties`} aria-label="Search the scenario's numbers and dates"
            value={query.value} onKeyDown={stay} onInput={(event) => { query.value = event.currentTarget.value; }}
          />
          {query.value.trim() !== "" && <Found found={found} />}
        </>
      )}
    </fieldset>
  );
}

/** Enter in a search box does not run the what-if. */
function stay(event: KeyboardEvent): void {
  if (event.key === "Enter") event.preventDefault();
}

function Found({ found }: { found: readonly Input[] }) {
  const open = (input: Input) => {
    picked.value = input.path;
    typed.value = input.date ? String(input.best) : "";
  };
  return (
    <>
      <ul class="found" aria-label="Numbers found">
        {found.slice(0, SHOWN).map((input) => (
          <li key={input.path}>
            <button type="button" class="link" onClick={() => open(input)}><Path text={input.path} /></button>{" "}
            <Range input={input} /> <small class="note"><Source input={input} /></small>
          </li>
        ))}
      </ul>
      <p class="note" role="status">
        {found.length === 0 ? "Nothing bears these words." : found.length > SHOWN ? `${found.length - SHOWN} more: add a word to narrow it.` : ""}
      </p>
    </>
  );
}

/** What can be taken away, and the scenario's own what-ifs. */
function Off({ known }: { known: Inputs }) {
  const wanted = offQuery.value;
  return (
    <fieldset>
      <legend>Take something away, or ask a what-if of the scenario</legend>
      <input
        type="search" placeholder="Search decisions, mechanisms and what-ifs" aria-label="Search decisions, mechanisms and what-ifs"
        value={wanted} onKeyDown={stay} onInput={(event) => { offQuery.value = event.currentTarget.value; }}
      />
      <div class="choices" role="group" aria-label="What can be taken away or asked" tabIndex={0}>
        <Group title="What-ifs of the scenario" kind="what-if" wanted={wanted} things={known.what_ifs.map((one) => ({ ...one, more: one.words }))} />
        <Group title="Without a decision" kind="without" wanted={wanted}
          things={known.interventions.map((one) => ({ ...one, more: one.date ? plainDate(one.date) : "" }))} />
        <Group title="Without a mechanism" kind="without" wanted={wanted} things={known.mechanisms.map((one) => ({ ...one, more: one.words }))} />
      </div>
    </fieldset>
  );
}

function Group({ title, kind, things, wanted }: {
  title: string; kind: "without" | "what-if"; things: readonly { id: string; title: string; more: string }[]; wanted: string;
}) {
  const shown = things.filter((one) => fits(wanted, one.id, one.title, one.more));
  if (shown.length === 0) return null;
  return (
    <fieldset class="group">
      <legend>{title}</legend>
      {shown.map((one) => {
        const change: Change = { kind, id: one.id };
        return (
          <label key={one.id} class="choice">
            <input
              type="checkbox" checked={changes.value.some((other) => alike(other, change))}
              onChange={(event) => { changes.value = event.currentTarget.checked ? added(changes.value, change) : removed(changes.value, change); }}
            />
            <span>{one.title || one.id}{one.more && one.more !== one.title ? <small class="note"> {one.more}</small> : null}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

function Collected() {
  if (changes.value.length === 0) return <p class="note">Nothing is changed yet.</p>;
  return (
    <div>
      <p class="note" id="ask-changes">This what-if:</p>
      <ul class="chips" aria-labelledby="ask-changes">
        {changes.value.map((change) => (
          <li key={wordsOf(change)}>
            <span>{wordsOf(change)}</span>
            <button type="button" aria-label={`Remove ${wordsOf(change)}`} onClick={() => { changes.value = removed(changes.value, change); }}>✕</button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The what-ifs that were asked, the latest first, to return to. */
function Earlier() {
  const folded = useSignal(true);
  const jobs = [...asked.value].reverse();
  if (jobs.length === 0) return null;
  const shown = folded.value ? jobs.slice(0, 3) : jobs;
  const held = asked.value.findLast((job) => job.label === against.value);
  const show = (label: string) => { choose(label); goTo("compare"); };
  return (
    <section class="earlier" aria-label="What-ifs asked so far">
      <h3>Asked so far</h3>
      <ul>{shown.map((job) => (
        <li key={job.id} class={job === held ? "chosen" : ""}>
          <Line label={job.label} show={job.state === "failed" ? null : () => show(job.label)} />
          {job.state === "failed" ? <span class="alert">✘ {job.problem || "failed"}</span> : <Progress job={job} />}
        </li>
      ))}</ul>
      {jobs.length > 3 && <button type="button" class="plain" onClick={() => { folded.value = !folded.value; }}>{folded.value ? `Show all ${jobs.length}` : "Show the latest"}</button>}
      {jobs.some((job) => !isOver(job)) && <p class="unseen" role="status">A what-if is being played.</p>}
    </section>
  );
}

function Line({ label, show }: { label: string; show: (() => void) | null }): ComponentChildren {
  return show ? <button type="button" class="link" onClick={show}>{label}</button> : <span>{label}</span>;
}
