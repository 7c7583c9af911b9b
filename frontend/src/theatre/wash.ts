// The wash of the camps over the ground: one pixel for each cell, in the colour of the camp that holds the place to
// which the cell is counted, paler where the histories disagree.
import type { Camp, Ground, History, Weeks } from "../contract.ts";
import { holderIn, looksOf, rgbOf } from "./holding.ts";

const OUTSIDE = -1;
/** Parts of 255 that a wash has at least and at most. */
const FAINT = 0.06;
const STRONG = 0.34;
/** Shares up to this are as faint as can be. */
const LEAST = 0.3;

/** Return the place of each cell, row by row from the north; -1 outside. Edges reach one cell further, under the border. */
export function cellsOf({ columns, rows, runs }: Ground["cells"]): Int16Array {
  const cells = new Int16Array(columns * rows).fill(OUTSIDE);
  let at = 0;
  for (let run = 0; run + 1 < runs.length; run += 2) {
    const end = Math.min(cells.length, at + runs[run + 1]!);
    for (; at < end; at++) cells[flipped(at, columns, rows)] = runs[run]!;
  }
  return spread(cells, columns, rows);
}

function flipped(cell: number, columns: number, rows: number): number {
  return (rows - 1 - Math.floor(cell / columns)) * columns + (cell % columns);
}

/** Give each cell outside that touches a cell inside the place of that cell. */
function spread(cells: Int16Array, columns: number, rows: number): Int16Array {
  const wider = cells.slice();
  for (let cell = 0; cell < cells.length; cell++) {
    if (cells[cell] !== OUTSIDE) continue;
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    for (const [down, across] of [[0, -1], [0, 1], [-1, 0], [1, 0], [-1, -1], [-1, 1], [1, -1], [1, 1]] as const) {
      const [y, x] = [row + down, column + across];
      if (y < 0 || y >= rows || x < 0 || x >= columns) continue;
      const near = cells[y * columns + x]!;
      if (near !== OUTSIDE) {
        wider[cell] = near;
        break;
      }
    }
  }
  return wider;
}

/** How strong the wash is, 0 to 1, where the most frequent camp holds a place in this share of the histories. */
export function strengthOf(share: number): number {
  return FAINT + STRONG * Math.min(1, Math.max(0, (share - LEAST) / (1 - LEAST)));
}

/** Paint the wash of a week into the pixels of a canvas: red, green, blue and strength of each cell. */
export function paint(pixels: Uint8ClampedArray, cells: Int16Array, camps: readonly Camp[], weeks: Weeks, history: History | null, week: number): void {
  const control = weeks.control[week] ?? [];
  const looks = control.map((held, place) => {
    const camp = history ? holderIn(history, week, place) : (held[0] ?? -1);
    return [...rgbOf(looksOf(camps, camp).fill), Math.round(255 * strengthOf(history ? SINGLE : (held[1] ?? 1)))] as const;
  });
  for (let cell = 0; cell < cells.length; cell++) {
    const look = cells[cell] === OUTSIDE ? undefined : looks[cells[cell]!];
    pixels.set(look ?? [0, 0, 0, 0], 4 * cell);
  }
}

/** In one history nothing is unsure; its wash is a little paler than full, for what is not known is drawn by rings. */
const SINGLE = 0.85;
