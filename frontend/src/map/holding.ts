// Who holds a place in how many histories, how sure that looks, and the ring that shows the others.
import type { Camp } from "../contract.ts";

export const SURE = 0.8;
export const LIKELY = 0.5;
/** Above this share of the first camp a place has no ring. */
export const AGREED = 0.95;
export const NOBODY = { fill: "#ffffff", ink: "#767676", marker: "o", title: "nobody" };

export interface Held {
  camp: number;
  share: number;
}

/** The camps that hold a place, the first in most histories; from the pairs of the contract. */
export function heldBy(pairs: readonly number[]): Held[] {
  const found: Held[] = [];
  for (let at = 0; at + 1 < pairs.length; at += 2) found.push({ camp: pairs[at]!, share: pairs[at + 1]! });
  return found;
}

export function lookOf(camps: readonly Camp[], camp: number): { fill: string; ink: string; marker: string; title: string } {
  return camps[camp] ?? NOBODY;
}

export type Sureness = "sure" | "likely" | "open";

export function sureness(share: number): Sureness {
  return share >= SURE ? "sure" : share >= LIKELY ? "likely" : "open";
}

/** A colour mixed with white; 1 leaves it, 0 is white. */
export function paler(colour: string, part: number): string {
  const mixed = [1, 3, 5].map((at) => Math.round(255 + (parseInt(colour.slice(at, at + 2), 16) - 255) * part));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** How strongly the wash of a place is coloured, 0 to 1, by the share that agrees: as in the report. */
export function washed(share: number): number {
  return 0.06 + 0.34 * Math.min(1, Math.max(0, (share - 0.3) / 0.7));
}

/** The arcs of a ring divided by shares: from, to in turns from the top. */
export function arcsOf(held: readonly Held[]): { camp: number; from: number; to: number }[] {
  let at = 0;
  return held.map(({ camp, share }) => {
    const arc = { camp, from: at, to: Math.min(1, at + share) };
    at = arc.to;
    return arc;
  });
}

export function arcPath(from: number, to: number, radius: number): string {
  if (to - from > 0.9999) return `M0,${-radius}A${radius},${radius} 0 1 1 -0.01,${-radius}`;
  const point = (turns: number) => `${(radius * Math.sin(2 * Math.PI * turns)).toFixed(2)},${(-radius * Math.cos(2 * Math.PI * turns)).toFixed(2)}`;
  return `M${point(from)}A${radius},${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}`;
}
