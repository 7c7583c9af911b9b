// Who holds a place, and how sure that is: the words and looks of the shares of the histories.
import type { Camp, History, Page, Weeks } from "../contract.ts";

export interface Held {
  camp: number; // -1 nobody
  share: number;
}

/** Shares from which a marker is full, and from which it is pale; below it is hollow. As on the printed map. */
export const SURE = 0.8;
export const LIKELY = 0.5;
/** Share from which no ring is drawn. */
export const RINGED = 0.95;
/** Shares of a ring are drawn in steps of this, so that few rings change from one week to the next. */
const STEP = 0.02;
export const NOBODY = { fill: "#ffffff", ink: "#767676", marker: "o", title: "nobody" };
/** A place is ringed as contested in the week if it changed hands in this share of the histories. */
export const CHANGED = 0.05;

/** Return the camps that hold a place in some history, the most frequent first. */
export function heldBy(weeks: Weeks, week: number, place: number): Held[] {
  return pairsOf(weeks.control[week]?.[place] ?? []).map(([camp, share]) => ({ camp, share }));
}

/** Return pairs out of a list that has them one after the other. */
export function pairsOf(numbers: readonly number[]): [number, number][] {
  return Array.from({ length: numbers.length >> 1 }, (_, row) => [numbers[2 * row]!, numbers[2 * row + 1]!]);
}

/** Return the looks of a camp; nobody has looks too. */
export function looksOf(camps: readonly Camp[], camp: number): { fill: string; ink: string; marker: string; title: string } {
  return camps[camp] ?? NOBODY;
}

export type Filling = "full" | "pale" | "hollow";

export function fillingOf(share: number): Filling {
  return share >= SURE ? "full" : share >= LIKELY ? "pale" : "hollow";
}

/** How a place looks in a week. In one history it is that history's, and the ring says what the many have. */
export interface Look {
  camp: number;
  filling: Filling;
  ring: Held[]; // parts of the whole, in steps; [] for no ring
  changed: boolean; // changed hands in the week
  parts: boolean; // the one history has it otherwise than most
}

export function lookOf(weeks: Weeks, history: History | null, week: number, place: number): Look {
  const many = heldBy(weeks, week, place);
  const first = many[0] ?? { camp: -1, share: 1 };
  const ring = first.share < RINGED ? ringOf(many) : [];
  if (!history) return { camp: first.camp, filling: fillingOf(first.share), ring, changed: changedShare(weeks, week, place) >= CHANGED, parts: false };
  const camp = holderIn(history, week, place);
  const changed = week > 0 && camp !== holderIn(history, week - 1, place);
  return { camp, filling: "full", ring, changed, parts: camp !== first.camp };
}

/** Return the camp that holds a place in the one history, -1 nobody. */
export function holderIn(history: History, week: number, place: number): number {
  return history.holder[week]?.[place] ?? -1;
}

/** Whether two looks are drawn alike. */
export function alike(one: Look, two: Look): boolean {
  return (
    one.camp === two.camp && one.filling === two.filling && one.changed === two.changed && one.parts === two.parts &&
    one.ring.length === two.ring.length && one.ring.every(({ camp, share }, row) => camp === two.ring[row]!.camp && share === two.ring[row]!.share)
  );
}

/** Return shares in steps that add up to one; what is less than half a step is left out. */
export function ringOf(many: readonly Held[]): Held[] {
  const steps = many.map(({ camp, share }) => ({ camp, share: STEP * Math.round(share / STEP) })).filter(({ share }) => share > 0);
  const sum = steps.reduce((total, { share }) => total + share, 0);
  return sum > 0 ? steps.map(({ camp, share }) => ({ camp, share: share / sum })) : [];
}

/** Share of the histories in which a place changed hands in the week. */
export function changedShare(weeks: Weeks, week: number, place: number): number {
  return pairsOf(weeks.taken[week] ?? []).find(([row]) => row === place)?.[1] ?? 0;
}

/** Places that changed hands in the week, the most frequent first; in one history those that did so there. */
export function changes(weeks: Weeks, history: History | null, week: number): { place: number; share: number }[] {
  const many = pairsOf(weeks.taken[week] ?? []);
  if (history) {
    const share = new Map(many);
    const last = history.holder[week - 1];
    const now = history.holder[week] ?? [];
    if (!last) return [];
    return now.flatMap((camp, place) => (camp !== last[place] ? [{ place, share: share.get(place) ?? 0 }] : []));
  }
  return many.map(([place, share]) => ({ place, share })).toSorted((one, two) => two.share - one.share || one.place - two.place);
}

/** Share of the histories in which a place is held by a camp other than the most frequent one. */
export function openness(weeks: Weeks, week: number, place: number): number {
  return 1 - (heldBy(weeks, week, place)[0]?.share ?? 1);
}

/** Return the roads [row] whose ends different camps hold: mostly (from 0.5), and nearly always (from 0.8). */
export function contactRoads(own: Page, weeks: Weeks, history: History | null, week: number): { calm: number[]; open: number[]; sure: number[] } {
  const found = { calm: [] as number[], open: [] as number[], sure: [] as number[] };
  own.roads.forEach(([one, two], row) => {
    const share = history ? Number(holderIn(history, week, one) !== holderIn(history, week, two)) : (weeks.apart[week]?.[row] ?? 0);
    found[share >= SURE ? "sure" : share >= LIKELY ? "open" : "calm"].push(row);
  });
  return found;
}

/** A colour mixed with white, for what is not sure. */
export function paler(colour: string, part = 0.42): string {
  const [red, green, blue] = rgbOf(colour).map((value) => Math.round(part * value + (1 - part) * 255));
  return `rgb(${red}, ${green}, ${blue})`;
}

/** The three parts of a colour such as #d55e00, 0 to 255. */
export function rgbOf(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Outlines of the parts of a ring, each a band between two radii, the first from twelve o'clock on. */
export function arcsOf(parts: readonly Held[], inner: number, outer: number): { camp: number; path: string }[] {
  let from = 0;
  return parts.map(({ camp, share }) => {
    const to = from + share;
    const path = share > 1 - 1e-9 ? `${circle(outer)}${circle(inner)}` : band(from, to, inner, outer);
    from = to;
    return { camp, path };
  });
}

function band(from: number, to: number, inner: number, outer: number): string {
  const large = to - from > 0.5 ? 1 : 0;
  return `M${at(from, outer)}A${outer},${outer} 0 ${large} 1 ${at(to, outer)}L${at(to, inner)}A${inner},${inner} 0 ${large} 0 ${at(from, inner)}Z`;
}

function at(turns: number, radius: number): string {
  return `${(radius * Math.sin(2 * Math.PI * turns)).toFixed(2)},${(-radius * Math.cos(2 * Math.PI * turns)).toFixed(2)}`;
}

function circle(radius: number): string {
  return `M${-radius},0A${radius},${radius} 0 1 1 ${radius},0A${radius},${radius} 0 1 1 ${-radius},0Z`;
}
