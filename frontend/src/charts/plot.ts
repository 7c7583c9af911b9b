// Where a chart's weeks and numbers lie, in pixels of its drawing.
import { scaleLinear } from "d3-scale";
import type { Decision } from "../contract.ts";
import { rowsOf } from "./apart.ts";
import { inWeeks } from "./calendar.ts";

export interface Plot {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  weeks: number;
  x: (week: number) => number;
  y: (value: number) => number;
  ticks: number[];
}

export interface Asked {
  weeks: number;
  width: number;
  height: number; // of what is drawn, without axes
  domain: readonly [number, number];
  right: number; // room for names
  dates: boolean; // whether names of months stand below
  marks: readonly Decision[]; // decisions numbered above
}

export const LEFT = 44;
const FOOT = 34;
const LITTLE = 8;
/** Height of a row of numbers, and the room that one takes. */
export const ROW = 13;
export const GAP = 16;

export function plotOf({ weeks, width, height, domain, right, dates, marks }: Asked): Plot {
  const x = scaleLinear([0, Math.max(1, weeks)], [LEFT, Math.max(LEFT + 1, width - right)]);
  const rows = rowsOf(marks.map((one) => x(inWeeks(one.day))), GAP);
  const top = LITTLE + (marks.length ? ROW * (1 + Math.max(...rows)) : 0);
  const y = scaleLinear(domain as [number, number], [top + height, top]);
  return {
    width, height: top + height + (dates ? FOOT : LITTLE), left: LEFT, right: x(Math.max(1, weeks)), top, bottom: top + height,
    weeks, x, y, ticks: y.ticks(Math.max(2, Math.round(height / 40))),
  };
}
