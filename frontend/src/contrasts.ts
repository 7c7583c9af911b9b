// Paired differences in words and lengths: which way a difference goes, how many digits it bears, where its dot lies.
import type { Asked, Contrast, Difference, Kept, Maybe } from "./contract.ts";

export type Way = "up" | "down" | "unsure" | "none" | "unknown";

/** Which way a difference goes, by its 95 % interval; none where not one history differs, whatever more might do. */
export function wayOf(one: { difference: Maybe; low: Maybe; high: Maybe; up: Maybe }): Way {
  if (one.difference === null || one.low === null || one.high === null) return "unknown";
  if (one.difference === 0 && (one.up === 0 || (one.low === 0 && one.high === 0))) return "none";
  if (one.low > 0) return "up";
  return one.high < 0 ? "down" : "unsure";
}

export const SIGNS: Record<Way, string> = { up: "▲", down: "▼", unsure: "○", none: "=", unknown: "–" };
export const SAID: Record<Way, string> = {
  up: "more", down: "less", unsure: "not sure: the interval holds 0", none: "no history differs", unknown: "not known",
};

/** Whether a measure is a share of the histories: written as percent, its difference in points of a hundred. */
export function isShare(one: { kind: string }): boolean {
  return one.kind === "share";
}

/** Decimals with which a number is written whose interval is so wide: two figures of half the width. */
export function decimalsFor(width: number): number {
  if (!(width > 0) || !Number.isFinite(width)) return 0;
  return Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(width / 2))));
}

/** A difference or an end of its interval, with its sign. */
export function signed(value: Maybe, one: Difference): string {
  if (value === null) return "–";
  if (value === 0) return "0";
  const scale = isShare(one) ? 100 : 1;
  const text = plain(Math.abs(value * scale), digitsOf(one));
  if (/^[0.,]*$/.test(text)) return text;
  return (value < 0 ? "−" : "+") + text;
}

/** A level of a measure in one of the two wars, in three figures; shares as percent with a decimal. */
export function level(value: Maybe, one: Difference): string {
  if (value === null) return "–";
  const size = Math.abs(value) * (isShare(one) ? 100 : 1);
  const figures = size > 0 ? Math.max(0, 2 - Math.floor(Math.log10(size))) : 0;
  const text = plain(size, Math.min(digitsOf(one), isShare(one) ? 1 : figures));
  return (value < 0 && !/^[0.,]*$/.test(text) ? "−" : "") + text + (isShare(one) ? "\u00a0%" : "");
}

/** The unit that stands behind a difference. */
export function unitOf(one: Difference): string {
  if (isShare(one)) return "points";
  return one.unit === "1" || one.unit === "ratio" || one.unit === "share" ? "" : one.unit;
}

/** The interval of a difference: +1.0 to +5.2. */
export function interval(one: Difference): string {
  return one.low === null || one.high === null ? "–" : `${signed(one.low, one)} to ${signed(one.high, one)}`;
}

function digitsOf(one: Difference): number {
  const scale = isShare(one) ? 100 : 1;
  if (one.low !== null && one.high !== null && one.high > one.low) return decimalsFor((one.high - one.low) * scale);
  const largest = Math.max(Math.abs(one.baseline ?? 0), Math.abs(one.alternative ?? 0)) * scale;
  return largest >= 10 || largest === 0 ? 0 : 2;
}

function plain(value: number, digits: number): string {
  return value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** One row of the forest: a what-if that was asked, and where what is known of it comes from. */
export interface Row {
  label: string;
  command: string;
  from: "kept" | "asked" | "other";
  measures: Difference[];
}

/** Every contrast that the page knows, once: what was asked here before what was kept, the latest of a label. */
export function rowsOf(kept: readonly Kept[], asked: readonly Asked[], other: Contrast | null): Row[] {
  const found = new Map<string, Row>();
  if (other) found.set(other.label, { label: other.label, command: other.command, from: "other", measures: other.measures });
  for (const one of asked) {
    if (one.contrast) found.set(one.label, { label: one.label, command: one.contrast.command, from: "asked", measures: one.contrast.measures });
  }
  for (const answer of kept) {
    for (const one of answer.contrasts) {
      if (!found.has(one.label)) found.set(one.label, { label: one.label, command: answer.command, from: "kept", measures: one.measures });
    }
  }
  return [...found.values()];
}

// What a person wants to see first, where a war has it.
const FIRST = ["first_fissure", "fissure", "cohesion", "places_held", "dead", "dead.own"];

/** The measures that some row has, the usual first ones first, each once. */
export function measuresOf(rows: readonly Row[]): { measure: string; title: string }[] {
  const found = new Map<string, string>();
  for (const row of rows) for (const one of row.measures) if (!found.has(one.measure)) found.set(one.measure, one.title);
  const rank = (measure: string) => {
    const at = FIRST.findIndex((one) => measure === one || measure.startsWith(`${one}.`));
    return at < 0 ? FIRST.length : at;
  };
  return [...found].map(([measure, title]) => ({ measure, title })).sort((one, two) => rank(one.measure) - rank(two.measure));
}

/** The scale of a forest: from the lowest to the highest end, 0 always in it. */
export function reachOf(found: readonly Difference[]): [number, number] {
  const ends = found.flatMap((one) => [one.low, one.high, one.difference]).filter((end): end is number => end !== null);
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const room = (high - low) * 0.04 || 1;
  return [low - room, high + room];
}

export type Target = { what: "asked"; one: Asked } | { what: "kept"; answer: Kept; row: number } | { what: "other" } | { what: "none" };

/** What a label in the address means: what was asked here first, then the second run, then what was kept. */
export function targetOf(label: string, kept: readonly Kept[], asked: readonly Asked[], other: Contrast | null): Target {
  const one = asked.findLast((job) => job.label === label && job.state !== "failed");
  if (one) return { what: "asked", one };
  if (other?.label === label) return { what: "other" };
  for (const answer of kept) {
    const row = answer.contrasts.findIndex((contrast) => contrast.label === label);
    if (row >= 0) return { what: "kept", answer, row };
  }
  return { what: "none" };
}
