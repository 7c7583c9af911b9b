// Where a chart's weeks and numbers lie, in pixels of its drawing.
import { scaleLinear } from "d3-scale";
import type { Decision } from "../contract.ts";
import { groupsOf, rowsOf } from "./apart.ts";
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
/** Height of a row of numbers above. */
export const ROW = 13;
const NEAR = 11;
const DIGIT = 7.5;

/** A label over one dated decision, or over several that stand close. */
export interface Label {
  first: number;
  last: number;
  text: string;
  at: number; // pixels
  row: number; // from below
}

/** Return the labels over decisions, none over another. */
export function labelsOf(decisions: readonly Decision[], x: (week: number) => number): Label[] {
  const places = decisions.map((one) => x(inWeeks(one.day)));
  const found = groupsOf(places, NEAR).map(([first, last]) => ({
    first, last, text: first === last ? `${first + 1}` : `${first + 1}–${last + 1}`, at: (places[first]! + places[last]!) / 2,
  }));
  const rows = rowsOf(found.map((one) => one.at), found.map((one) => DIGIT * one.text.length + 4));
  return found.map((one, number) => ({ ...one, row: rows[number]! }));
}

export function plotOf({ weeks, width, height, domain, right, dates, marks }: Asked): Plot {
  const x = scaleLinear([0, Math.max(1, weeks)], [LEFT, Math.max(LEFT + 1, width - right)]);
  const top = LITTLE + ROW * (1 + Math.max(-1, ...labelsOf(marks, x).map((label) => label.row)));
  const y = scaleLinear(domain as [number, number], [top + height, top]);
  return {
    width, height: top + height + (dates ? FOOT : LITTLE), left: LEFT, right: x(Math.max(1, weeks)), top, bottom: top + height,
    weeks, x, y, ticks: y.ticks(Math.max(2, Math.round(height / 40))),
  };
}
