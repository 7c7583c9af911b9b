// The chronicle of one history: which events to show, in what words their kinds are told, and which led to which.
import type { History, Page, Told } from "./contract.ts";

export interface Wanted {
  kind: string; // "" all
  actor: number; // -1 all; who did it or whom it was done to
  place: number; // -1 all
  text: string;
}

export const ANYTHING: Wanted = { kind: "", actor: -1, place: -1, text: "" };
export const PAGE = 60;

/** Return the week whose end is the first after the event; days after the last whole week are counted with it. */
export function weekOfEvent({ day }: Pick<Told, "day">, last: number): number {
  return Math.min(last, Math.ceil(day / 7));
}

/** Return the events of each week, in their order. */
export function byWeek(events: readonly Told[], last: number): Told[][] {
  const found: Told[][] = Array.from({ length: last + 1 }, () => []);
  for (const event of events) found[weekOfEvent(event, last)]!.push(event);
  return found;
}

/** Return the events that are wanted, in their order. Case does not matter for the text. */
export function filtered(events: readonly Told[], { kind, actor, place, text }: Wanted): Told[] {
  const words = text.trim().toLowerCase();
  return events.filter((event) =>
    (!kind || event.kind === kind) && (actor < 0 || event.actor === actor || event.other === actor) &&
    (place < 0 || event.place === place) && (!words || event.text.toLowerCase().includes(words)));
}

/** Return the kinds of the events with how many there are, the most frequent first. */
export function kindsOf(events: readonly Told[]): { kind: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { kind } of events) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count })).toSorted((one, two) => two.count - one.count || one.kind.localeCompare(two.kind));
}

/** Return the actors and places that occur in the events, as rows. */
export function rowsOf(events: readonly Told[]): { actors: number[]; places: number[] } {
  const actors = new Set<number>();
  const places = new Set<number>();
  for (const { actor, other, place } of events) {
    actors.add(actor).add(other);
    places.add(place);
  }
  const known = (rows: Set<number>) => [...rows].filter((row) => row >= 0).sort((one, two) => one - two);
  return { actors: known(actors), places: known(places) };
}

/** Return the events by their numbers. */
export function byNumber(history: History): Map<number, Told> {
  return new Map(history.events.map((event) => [event.id, event]));
}

/** Return on which page an event stands among those shown, the first if it does not. */
export function pageOf(events: readonly Told[], id: number): number {
  return Math.max(0, Math.floor(events.findIndex((event) => event.id === id) / PAGE));
}

/** A kind of events as people read it. */
export function kindWords(kind: string): string {
  return kind.replaceAll("_", " ");
}

const NUMBERED = /^(?:after )?(\d+) {2}(?=\d{4}-|\()/;

/** Return the lines of a chain: how deep each stands, its words, and the number of the event that it tells, if any. */
export function chainOf(lines: readonly string[]): { depth: number; text: string; event: number | null }[] {
  return lines.map((line) => {
    const text = line.trimStart();
    const found = NUMBERED.exec(text);
    return { depth: Math.floor((line.length - text.length) / 2), text: found ? text.replace(/ {2}/g, " ") : text, event: found ? Number(found[1]) : null };
  });
}

/** Return the first and the last day of a week as ISO dates. */
export function daysOf(dates: readonly string[], start: string, week: number): [string, string] {
  return [week > 1 ? dayAfter(dates[week - 1]!) : start, dates[week] ?? start];
}

function dayAfter(iso: string): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Return the history after this one on a walk through all of them that looks random and is always the same. */
export function another(numbers: readonly number[], count: number, now: number | null): number {
  const size = numbers.length || count;
  const at = now === null ? -1 : numbers.length ? numbers.indexOf(now) : now;
  const row = at < 0 ? Math.floor(size * GOLDEN) % size : (at + stride(size)) % size;
  return numbers.length ? numbers[row]! : row;
}

const GOLDEN = 0.618034;

/** A step without common divisor with the size, so that the walk comes to every history before it returns. */
function stride(size: number): number {
  for (let step = Math.max(1, Math.round(size * GOLDEN)); ; step++) if (divisor(step, size) === 1) return step;
}

function divisor(one: number, two: number): number {
  return two ? divisor(two, one % two) : one;
}

/** Return the history that a text names, or a sentence that says why there is none. */
export function numberIn(text: string, own: Pick<Page, "histories" | "numbers">): number | string {
  const said = text.trim();
  if (!/^\d{1,9}$/.test(said)) return "Give the number of a history, such as 17.";
  const number = Number(said);
  const known = own.numbers.length ? own.numbers.includes(number) : number < own.histories;
  if (known) return number;
  return own.numbers.length ? `The run has no history ${number}.` : `The run has the histories 0 to ${own.histories - 1}.`;
}
