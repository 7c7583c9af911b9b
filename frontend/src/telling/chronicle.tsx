// The chronicle of one history: the events of the week or of all weeks, page by page, with links to what led to them.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { ANYTHING, byWeek, chainOf, daysOf, filtered, kindsOf, kindWords, PAGE, pageOf, rowsOf, type Wanted } from "../chronicle.ts";
import type { History, Page, Told } from "../contract.ts";
import { Number as Figure } from "../how.tsx";
import { place, week } from "../state.ts";
import { plainDate, whole } from "../words.ts";

type Jump = (id: number) => void;

/** The chain behind the fissure, told as a list that is indented step by step. */
export function Chain({ lines, jump, command }: { lines: string[]; jump: Jump; command: string }) {
  const all = useSignal(false);
  const told = useMemo(() => chainOf(lines), [lines]);
  const shown = all.value ? told : told.slice(0, FEW);
  return (
    <details class="chain-room" open>
      <summary>What led to its first fissure</summary>
      <ol class="chain">
        {shown.map(({ depth, text, event }, row) => (
          <li key={row} style={{ marginInlineStart: `${Math.min(depth, DEEPEST) * 0.9}rem` }}>
            {event === null ? text : <button type="button" class="link go" title="Go to this event and its week" onClick={() => jump(event)}>{text}</button>}
          </li>
        ))}
      </ol>
      <p class="buttons">
        {told.length > FEW && <button type="button" aria-expanded={all.value} onClick={() => { all.value = !all.value; }}>{all.value ? "Show less" : `Show all ${told.length} lines`}</button>}{" "}
        <Figure text="the command that prints it" how={{ words: "The chain of events behind the first fissure of this history", command }} />
      </p>
    </details>
  );
}

const FEW = 12;
const DEEPEST = 7;

interface Shown {
  own: Page;
  one: History;
  numbers: ReadonlyMap<number, Told>;
  sought: Signal<number | null>;
  jump: Jump;
}

export function Chronicle({ own, one, numbers, sought, jump }: Shown) {
  const wanted = useSignal<Wanted>(ANYTHING);
  const every = useSignal(false);
  const part = useSignal(0);
  const sorted = useMemo(() => byWeek(one.events, own.weeks), [one]);
  const now = week.value;
  const base = every.value ? one.events : (sorted[now] ?? []);
  const events = useMemo(() => filtered(base, wanted.value), [base, wanted.value]);
  const pages = Math.max(1, Math.ceil(events.length / PAGE));
  const at = Math.min(part.value, pages - 1);
  useEffect(() => { if (!every.value && sought.peek() === null) part.value = 0; }, [now]);
  useEffect(() => {
    const id = sought.value;
    if (id === null) return;
    wanted.value = ANYTHING;
    part.value = pageOf(every.peek() ? one.events : (sorted[week.peek()] ?? []), id);
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => {
      document.getElementById(`event-${id}`)?.focus();
      sought.value = null;
    }));
    return () => cancelAnimationFrame(frame);
  }, [sought.value]);
  const [from, to] = daysOf(own.dates, own.start, now);
  const command = every.value ? one.command : `${one.command} --from ${from} --until ${to}`;
  return (
    <>
      <h3>{every.value ? "Chronicle of the whole war" : now ? `Chronicle of week ${now}, ${plainDate(from)} to ${plainDate(to)}` : "Chronicle: the eve of the war"}</h3>
      <Filters own={own} one={one} wanted={wanted} every={every} part={part} />
      <p class="note">
        <Figure text={`${whole(events.length)} ${events.length === 1 ? "event" : "events"}`} how={{ words: `Events of history ${one.number}${every.value ? "" : ` in week ${now}`}; the command prints them without the filters for words`, command }} />
        {events.length === 0 && (now || every.value ? ": none that fits." : ": the first day is in week 1.")}
      </p>
      <ol class="chronicle" aria-label={every.value ? "Events" : `Events of week ${now}`}>
        {events.slice(at * PAGE, (at + 1) * PAGE).map((event) => <Event key={event.id} event={event} numbers={numbers} jump={jump} />)}
      </ol>
      {pages > 1 && (
        <p class="pages">
          <button type="button" disabled={at === 0} onClick={() => { part.value = at - 1; }}>Earlier</button>
          <span>page {at + 1} of {pages}</span>
          <button type="button" disabled={at === pages - 1} onClick={() => { part.value = at + 1; }}>Later</button>
        </p>
      )}
    </>
  );
}

function Filters({ own, one, wanted, every, part }: { own: Page; one: History; wanted: Signal<Wanted>; every: Signal<boolean>; part: Signal<number> }) {
  const kinds = useMemo(() => kindsOf(one.events), [one]);
  const rows = useMemo(() => rowsOf(one.events), [one]);
  const set = (change: Partial<Wanted>) => {
    wanted.value = { ...wanted.value, ...change };
    part.value = 0;
  };
  const by = (title: (row: number) => string) => (first: number, second: number) => title(first).localeCompare(title(second), "en");
  const [actor, where] = [(row: number) => own.actors[row]?.title ?? "", (row: number) => own.places[row]?.title ?? ""];
  const now = wanted.value;
  const picked = own.places.findIndex(({ id }) => id === place.value);
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <label>Kind <select value={now.kind} onChange={(event) => set({ kind: event.currentTarget.value })}>
        <option value="">all</option>
        {kinds.map(({ kind, count }) => <option key={kind} value={kind}>{kindWords(kind)} ({whole(count)})</option>)}
      </select></label>
      <label>Actor <select value={now.actor} onChange={(event) => set({ actor: +event.currentTarget.value })}>
        <option value={-1}>all</option>
        {rows.actors.toSorted(by(actor)).map((row) => <option key={row} value={row}>{actor(row)}</option>)}
      </select></label>
      <label>Place <select value={now.place} onChange={(event) => set({ place: +event.currentTarget.value })}>
        <option value={-1}>all</option>
        {rows.places.toSorted(by(where)).map((row) => <option key={row} value={row}>{where(row)}</option>)}
      </select></label>
      {picked >= 0 && picked !== now.place && <button type="button" onClick={() => set({ place: picked })}>Only {own.places[picked]!.short}</button>}
      <label>Words <input type="search" value={now.text} onInput={(event) => set({ text: event.currentTarget.value })} /></label>
      <label class="tick"><input type="checkbox" checked={every} onChange={(event) => { every.value = event.currentTarget.checked; part.value = 0; }} /> all weeks</label>
    </form>
  );
}

function Event({ event, numbers, jump }: { event: Told; numbers: ReadonlyMap<number, Told>; jump: Jump }) {
  return (
    <li id={`event-${event.id}`} tabIndex={-1}>
      <span class="when">{plainDate(event.date).replace(/ \d{4}$/, "")}</span> {event.text} <span class="id">no. {event.id}</span>
      {event.causes.length > 0 && (
        <span class="led"> after {event.causes.map((id) => {
          const cause = numbers.get(id);
          return <button key={id} type="button" class="link cause" title={cause ? `${plainDate(cause.date)}: ${cause.text}` : ""} onClick={() => jump(id)}>{cause ? kindWords(cause.kind) : ""} {id}</button>;
        })}</span>
      )}
    </li>
  );
}
