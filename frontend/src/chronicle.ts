// The chronicle of one history: which of its events are shown, and in which week each lies.
import type { Told } from "./contract.ts";

export interface Filter {
  week: number | null; // null: all weeks
  kind: string;
  words: string;
}

/** The week in whose state an event is seen first: days 1 to 7 are week 1. */
export function weekOf(day: number): number {
  return Math.ceil(day / 7);
}

/** The events that fit; words are looked for in the text. */
export function chosenEvents(events: readonly Told[], filter: Filter): Told[] {
  const words = filter.words.toLowerCase().trim();
  return events.filter(
    (event) =>
      (filter.week === null || weekOf(event.day) === filter.week) &&
      (filter.kind === "" || event.kind === filter.kind) &&
      (words === "" || event.text.toLowerCase().includes(words)),
  );
}

/** Kinds of event in the order of the alphabet, with their number. */
export function kindsOf(events: readonly Told[]): [string, number][] {
  const found = new Map<string, number>();
  for (const event of events) found.set(event.kind, (found.get(event.kind) ?? 0) + 1);
  return [...found].sort(([one], [two]) => one.localeCompare(two));
}

/** How deep a line of a chain is indented, and the line without its spaces. */
export function indented(line: string): { depth: number; text: string } {
  const text = line.trimStart();
  return { depth: Math.floor((line.length - text.length) / 2), text };
}
