// One history among the many: chosen by its number, told week by week, with the chain behind its fissure.
import { effect, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask } from "../ask.ts";
import { chosenEvents, indented, kindsOf, weekOf } from "../chronicle.ts";
import type { History, Told } from "../contract.ts";
import { Number as Figure } from "../how.tsx";
import { Panel } from "../panel.tsx";
import { chosen, history, page, toWeek, week } from "../state.ts";
import { plainDate, whole } from "../words.ts";

const PAGE = 40;

export function OneHistory() {
  const problem = useSignal("");
  const typed = useSignal("");
  useEffect(() => effect(() => { void follow(chosen.value, problem); }), []);
  const own = page.value;
  if (!own) return null;
  const numbers = own.numbers;
  const last = (numbers.length ? Math.max(...numbers) : own.histories - 1);
  const nth = (number: number) => (numbers.length ? numbers[(numbers.indexOf(number) + 1) % numbers.length]! : (number + 1) % own.histories);
  const found = history.value;
  return (
    <Panel id="history" title="One history among the many" note="The bands are many histories; this is the story of one: every event with those that led to it.">
      <form class="choose" onSubmit={(event) => { event.preventDefault(); if (typed.value !== "") chosen.value = Math.floor(Number(typed.value)); }}>
        <label>Number <input type="number" min="0" max={last} value={typed.value} onInput={(event) => { typed.value = event.currentTarget.value; }} /></label>
        <button type="submit">Follow it</button>
        <button type="button" onClick={() => { chosen.value = chosen.value === null ? (numbers[0] ?? 0) : nth(chosen.value); }}>{chosen.value === null ? "The first" : "The next"}</button>
        {chosen.value !== null && <button type="button" onClick={() => { chosen.value = null; }}>All histories again</button>}
      </form>
      {problem.value && <p role="alert">{problem.value}</p>}
      {chosen.value !== null && !found && !problem.value && <p role="status">History {chosen.value} is lived again …</p>}
      {found && <Tale found={found} />}
    </Panel>
  );
}

/** Fetch the history that is chosen. */
async function follow(number: number | null, problem: { value: string }): Promise<void> {
  problem.value = "";
  if (number === null || history.peek()?.number !== number) history.value = null;
  if (number === null || history.peek()) return;
  try {
    const found = await ask<History>(`/api/history/${number}`);
    if (chosen.peek() === number) history.value = found;
  } catch (error) {
    if (chosen.peek() === number) problem.value = error instanceof Error ? error.message : String(error);
  }
}

function Tale({ found }: { found: History }) {
  const kind = useSignal("");
  const words = useSignal("");
  const whole_ = useSignal(false);
  const part = useSignal(0);
  const events = chosenEvents(found.events, { week: whole_.value ? null : week.value, kind: kind.value, words: words.value });
  const pages = Math.max(1, Math.ceil(events.length / PAGE));
  const at = Math.min(part.value, pages - 1);
  const jump = (id: number) => {
    const event = found.events[id];
    if (!event) return;
    toWeek(weekOf(event.day));
    kind.value = "";
    words.value = "";
    whole_.value = false;
    const inWeek = chosenEvents(found.events, { week: weekOf(event.day), kind: "", words: "" });
    part.value = Math.floor(inWeek.findIndex((one) => one.id === id) / PAGE);
    setTimeout(() => document.getElementById(`event-${id}`)?.focus(), 60);
  };
  const how = { words: `history ${found.number}, lived again with every event`, command: found.command };
  return (
    <>
      <p>History <Figure text={String(found.number)} how={how} />: at the end the war is {found.ending}. <Figure text={whole(found.events.length)} how={how} /> events.</p>
      {found.fissure && (
        <details open>
          <summary>What led to its first fissure</summary>
          <ol class="chain">{found.fissure.lines.map((line, row) => { const { depth, text } = indented(line); return <li key={row} style={{ marginInlineStart: `${depth}rem` }}>{text}</li>; })}</ol>
        </details>
      )}
      <div class="filters">
        <label>Kind <select value={kind.value} onChange={(event) => { kind.value = event.currentTarget.value; part.value = 0; }}>
          <option value="">all</option>
          {kindsOf(found.events).map(([name, count]) => <option key={name} value={name}>{name.replaceAll("_", " ")} ({count})</option>)}
        </select></label>
        <label>Words <input type="search" value={words.value} onInput={(event) => { words.value = event.currentTarget.value; part.value = 0; }} /></label>
        <label><input type="checkbox" checked={whole_.value} onChange={(event) => { whole_.value = event.currentTarget.checked; part.value = 0; }} /> all weeks</label>
      </div>
      <ol class="chronicle" aria-label={whole_.value ? "Events" : `Events of week ${week.value}`}>
        {events.slice(at * PAGE, (at + 1) * PAGE).map((event) => <Event key={event.id} event={event} jump={jump} />)}
      </ol>
      {events.length === 0 && <p>No such event {whole_.value ? "in this history" : "in this week"}.</p>}
      {pages > 1 && (
        <p class="pages">
          <button type="button" disabled={at === 0} onClick={() => { part.value = at - 1; }}>Earlier</button> {at + 1} of {pages}{" "}
          <button type="button" disabled={at === pages - 1} onClick={() => { part.value = at + 1; }}>Later</button>
        </p>
      )}
    </>
  );
}

function Event({ event, jump }: { event: Told; jump: (id: number) => void }) {
  return (
    <li id={`event-${event.id}`} tabIndex={-1}>
      <span class="when">{plainDate(event.date)}</span> {event.text}
      {event.causes.length > 0 && <span class="led"> after {event.causes.map((id) => <button key={id} type="button" onClick={() => jump(id)}>{id}</button>)}</span>}
      <span class="id"> no. {event.id}</span>
    </li>
  );
}
