// Where things lie on the map: from degrees to points of the drawing, and what part of it is looked at.
import type { Ground } from "../contract.ts";

/** Width of the drawing; its height follows from the ground's shape. */
export const WIDTH = 1000;

export interface Sheet {
  width: number;
  height: number;
  x: (longitude: number) => number;
  y: (latitude: number) => number;
}

export function sheetOf(ground: Ground): Sheet {
  const height = (WIDTH * (ground.north - ground.south) * ground.stretch) / (ground.east - ground.west);
  return {
    width: WIDTH,
    height,
    x: (longitude) => (WIDTH * (longitude - ground.west)) / (ground.east - ground.west),
    y: (latitude) => (height * (ground.north - latitude)) / (ground.north - ground.south),
  };
}

/** The part that is looked at: `scale` 1 is the whole sheet, (x, y) its upper left corner on the sheet. */
export interface Look {
  x: number;
  y: number;
  scale: number;
}

export const WHOLE: Look = { x: 0, y: 0, scale: 1 };
export const CLOSEST = 24;

/** A look that lies on the sheet and neither closer nor farther than allowed. */
export function within(look: Look, sheet: { width: number; height: number }): Look {
  const scale = Math.min(CLOSEST, Math.max(1, look.scale));
  const most = (size: number) => size - size / scale;
  return { scale, x: Math.min(most(sheet.width), Math.max(0, look.x)), y: Math.min(most(sheet.height), Math.max(0, look.y)) };
}

/** Look closer (factor > 1) or from farther away, so that the point (x, y) of the sheet stays where it is. */
export function zoomed(look: Look, factor: number, x: number, y: number, sheet: { width: number; height: number }): Look {
  const scale = Math.min(CLOSEST, Math.max(1, look.scale * factor));
  const part = look.scale / scale;
  return within({ scale, x: x - (x - look.x) * part, y: y - (y - look.y) * part }, sheet);
}

export function line(points: readonly [number, number][], sheet: Sheet, close: boolean): string {
  const told = points.map(([longitude, latitude]) => `${sheet.x(longitude).toFixed(1)},${sheet.y(latitude).toFixed(1)}`);
  return `M${told.join("L")}${close ? "Z" : ""}`;
}

/** Radius of a place's marker in points of the screen: it grows with the root of its people, as in the report. */
export function radiusOf(people: number): number {
  return 3.4 + 5.2 * Math.sqrt(Math.sqrt(Math.min(people, 600_000) / 600_000));
}

/** The cells of the wash, row by row from the north, as place numbers; -1 outside. */
export function cellsOf(ground: Ground): Int16Array {
  const { columns, rows, runs } = ground.cells;
  const south = new Int16Array(columns * rows).fill(-1);
  let at = 0;
  for (let run = 0; run + 1 < runs.length; run += 2) {
    south.fill(runs[run]!, at, at + runs[run + 1]!);
    at += runs[run + 1]!;
  }
  const found = new Int16Array(columns * rows);
  for (let row = 0; row < rows; row++) found.set(south.subarray((rows - 1 - row) * columns, (rows - row) * columns), row * columns);
  return found;
}
