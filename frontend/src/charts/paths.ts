// Outlines of what charts draw: bands and lines with gaps where nothing is known, columns, upright strips.
import { area, line } from "d3-shape";
import type { Fan, Maybe } from "../contract.ts";

export type Place = (value: number) => number;

export interface Outline {
  wide: string; // the middle 80 % of the histories
  narrow: string; // the middle 50 %
  middle: string; // their median
}

/** Return the two bands and the median of a fan as paths. */
export function fanPaths(fan: Fan, x: Place, y: Place): Outline {
  return { wide: bandPath(fan.low, fan.high, x, y), narrow: bandPath(fan.lower, fan.upper, x, y), middle: linePath(fan.middle, x, y) };
}

/** Return the area between two curves; weeks without a number are a gap. */
export function bandPath(low: readonly Maybe[], high: readonly Maybe[], x: Place, y: Place): string {
  const band = area<Maybe>()
    .defined((value, week) => value !== null && high[week] !== null)
    .x((_, week) => round(x(week)))
    .y0((value) => round(y(value ?? 0)))
    .y1((_, week) => round(y(high[week] ?? 0)));
  return band([...low]) ?? "";
}

/** Return a curve; weeks without a number are a gap. */
export function linePath(values: readonly Maybe[], x: Place, y: Place): string {
  const curve = line<Maybe>()
    .defined((value) => value !== null)
    .x((_, week) => round(x(week)))
    .y((value) => round(y(value ?? 0)));
  return curve([...values]) ?? "";
}

/** Return columns over the weeks that they stand for: week w reaches from w - 1 to w; empty ones are left out. */
export function columnsPath(pairs: readonly (readonly [number, number])[], x: Place, y: Place): string {
  let path = "";
  pairs.forEach(([floor, top], week) => {
    if (top <= floor) return;
    const [left, right] = [round(x(week - 1)), round(x(week))];
    path += `M${left},${round(y(floor))}V${round(y(top))}H${right}V${round(y(floor))}Z`;
  });
  return path;
}

/** The last number of a curve that is known, and its week; null if none is. */
export function lastKnown(values: readonly Maybe[]): { week: number; value: number } | null {
  for (let week = values.length - 1; week >= 0; week--) {
    const value = values[week];
    if (value !== null && value !== undefined) return { week, value };
  }
  return null;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
