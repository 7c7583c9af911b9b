// What a what-if changes in the war, as the form collects it; several changes together make one what-if.
import type { Ask, Input, Inputs } from "./contract.ts";
import { plainDate, whole } from "./words.ts";

export type Change =
  | { kind: "without"; id: string }
  | { kind: "what-if"; id: string }
  | { kind: "set"; path: string; value: string };

/** How many histories a what-if takes if nobody says otherwise. */
export const USUAL = 200;
const MOST = 100_000;

/** The question for the server. */
export function askOf(changes: readonly Change[], histories: number): Ask {
  return {
    without: changes.flatMap((change) => (change.kind === "without" ? [change.id] : [])),
    what_if: changes.flatMap((change) => (change.kind === "what-if" ? [change.id] : [])),
    edits: changes.flatMap((change) => (change.kind === "set" ? [`${change.path}=${change.value}`] : [])),
    histories,
  };
}

/** The changes of a question. */
export function changesOf(ask: Ask): Change[] {
  return [
    ...ask.without.map((id): Change => ({ kind: "without", id })),
    ...ask.what_if.map((id): Change => ({ kind: "what-if", id })),
    ...ask.edits.map((edit): Change => {
      const [path = "", ...value] = edit.split("=");
      return { kind: "set", path, value: value.join("=") };
    }),
  ];
}

/** Whether two changes are about the same thing, so that the later takes the place of the earlier. */
export function alike(one: Change, two: Change): boolean {
  return one.kind === two.kind && nameOf(one) === nameOf(two);
}

export function nameOf(change: Change): string {
  return change.kind === "set" ? change.path : change.id;
}

/** The changes with one more; of two about the same thing the later counts. */
export function added(changes: readonly Change[], change: Change): Change[] {
  const row = changes.findIndex((one) => alike(one, change));
  return row < 0 ? [...changes, change] : changes.map((one, at) => (at === row ? change : one));
}

export function removed(changes: readonly Change[], change: Change): Change[] {
  return changes.filter((one) => !alike(one, change));
}

/** A change in the words of the command line: without X, what-if X, path=value. */
export function wordsOf(change: Change): string {
  return change.kind === "set" ? `${change.path}=${change.value}` : `${change.kind} ${change.id}`;
}

/** The changes that a usual label spells out (without a and b, what if c, path=value); null if it is a name of its own. */
export function changesIn(label: string, inputs: Inputs): Change[] | null {
  const off = new Set([...inputs.mechanisms, ...inputs.interventions].map((one) => one.id));
  const named = new Set(inputs.what_ifs.map((one) => one.id));
  const paths = new Set(inputs.inputs.map((one) => one.path));
  const found: Change[] = [];
  for (const part of label.split(/, (?=what if |[\w.]+=)/)) {
    const [, word = "", ids = ""] = /^(without|what if) (.+)$/.exec(part) ?? [];
    const [, path = "", value = ""] = /^([\w.]+)=(.+)$/s.exec(part) ?? [];
    const several = ids.split(" and ");
    if (word === "without" && several.every((id) => off.has(id))) found.push(...several.map((id): Change => ({ kind: "without", id })));
    else if (word === "what if" && several.every((id) => named.has(id))) found.push(...several.map((id): Change => ({ kind: "what-if", id })));
    else if (paths.has(path)) found.push({ kind: "set", path, value });
    else return null;
  }
  return found;
}

/** What is wrong with a value that somebody typed, "" if nothing is; whether it may be is the server's to judge. */
export function problemOf(input: Input, text: string): string {
  const typed = text.trim();
  if (typed === "") return input.date ? "Choose a date." : "Type a number.";
  if (input.date) return isDate(typed) ? "" : `“${typed}” is not a date such as 2016-03-15.`;
  return valueOf(typed) === null ? `“${typed}” is not a number.` : "";
}

/** What to say of a value outside the scenario's range, "" inside it. */
export function warningOf(input: Input, text: string): string {
  const value = input.date ? text.trim() : valueOf(text);
  if (value === null || value === "") return "";
  if (value >= input.low && value <= input.high) return "";
  return `Outside the scenario's range, ${shown(input.low)} to ${shown(input.high)}.`;
}

/** A typed number, with a point or a comma before its decimals; null if it is none. */
export function valueOf(text: string): number | null {
  const plain = text.trim().replace("−", "-").replace(/^([+-]?\d*),(\d+)$/, "$1.$2");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** A value as the edit says it. */
export function written(input: Input, text: string): string {
  return input.date ? text.trim() : String(valueOf(text));
}

/** A value of an input as a person reads it. */
export function shown(value: number | string): string {
  if (typeof value === "string") return isDate(value) ? plainDate(value) : value;
  return Math.abs(value) >= 1000 ? whole(value) : String(Number(value.toPrecision(3)));
}

/** Whether a number rests on nothing but judgement, and in which words that is said; "" if it has a source. */
export function unsourced(input: Input): string {
  if (input.source.trim() === "") return "no source";
  return input.confidence === "" || input.confidence === "none" ? "judgement" : "";
}

/** How many histories a what-if may have: a whole number, at least 1. */
export function historiesOf(text: string): number | null {
  const value = valueOf(text);
  return value !== null && Number.isInteger(value) && value >= 1 && value <= MOST ? value : null;
}

function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const found = new Date(Date.UTC(year, month - 1, day));
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
}
