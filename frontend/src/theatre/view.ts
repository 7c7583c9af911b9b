// Where on the map a place lies, and which part of the map is shown.
//
// Lengths are widths of the stage: the whole map goes from (0, 0) in the north-west to (1, height).  A view shows the
// map `k` times as large and moved by (x, y); it never leaves the map.
import type { Ground } from "../contract.ts";

export interface MapView {
  k: number;
  x: number;
  y: number;
}

export const WHOLE: MapView = { k: 1, x: 0, y: 0 };
export const LARGEST = 32;
/** One press of a button or key. */
export const STEP = 1.6;

/** Height of the map in its widths. */
export function heightOf(ground: Ground): number {
  return (ground.stretch * (ground.north - ground.south)) / (ground.east - ground.west);
}

/** Return a point of the earth on the whole map. */
export function project(ground: Ground, longitude: number, latitude: number): [number, number] {
  const wide = ground.east - ground.west;
  return [(longitude - ground.west) / wide, (ground.stretch * (ground.north - latitude)) / wide];
}

/** Return where a point of the whole map lies on the stage. */
export function onStage(view: MapView, [x, y]: readonly [number, number]): [number, number] {
  return [view.k * x + view.x, view.k * y + view.y];
}

/** Return the nearest view that shows nothing but map. */
export function held(view: MapView, height: number): MapView {
  const k = Math.min(LARGEST, Math.max(1, view.k));
  return { k, x: within(view.x, 1 - k), y: within(view.y, height * (1 - k)) };
}

/** Make the map `factor` times as large; what lies at (x, y) of the stage stays there as far as the map allows. */
export function zoomed(view: MapView, factor: number, x: number, y: number, height: number): MapView {
  const k = Math.min(LARGEST, Math.max(1, view.k * factor));
  const ratio = k / view.k;
  return held({ k, x: x - ratio * (x - view.x), y: y - ratio * (y - view.y) }, height);
}

/** Move the map by part of a stage. */
export function moved(view: MapView, x: number, y: number, height: number): MapView {
  return held({ k: view.k, x: view.x + x, y: view.y + y }, height);
}

/** Return the view after two fingers went from one pair of points to another. */
export function pinched(view: MapView, before: readonly [number, number][], after: readonly [number, number][], height: number): MapView {
  const [one, two] = [middle(before), middle(after)];
  const [wide, wider] = [apart(before), apart(after)];
  const larger = zoomed(view, wide > 0 ? wider / wide : 1, one[0], one[1], height);
  return moved(larger, two[0] - one[0], two[1] - one[1], height);
}

/** Return the view that has a point of the whole map in its middle, at least `k` times as large. */
export function centred(view: MapView, [x, y]: readonly [number, number], k: number, height: number): MapView {
  const larger = Math.max(view.k, k);
  return held({ k: larger, x: 0.5 - larger * x, y: height / 2 - larger * y }, height);
}

/** Return which of the points on the stage is nearest to (x, y) and no further than `reach`, -1 if none. */
export function nearest(points: readonly (readonly [number, number])[], x: number, y: number, reach: number): number {
  let found = -1;
  let best = reach * reach;
  points.forEach(([across, down], row) => {
    const square = (across - x) ** 2 + (down - y) ** 2;
    if (square <= best) [found, best] = [row, square];
  });
  return found;
}

/** Whether a turn of the wheel is for the map: always when it enlarges it, else only while it is not whole. */
export function turns(view: MapView, delta: number): boolean {
  return delta < 0 ? view.k < LARGEST : view.k > 1;
}

function within(value: number, lowest: number): number {
  return Math.min(0, Math.max(lowest, value)) + 0; // no -0 in an attribute
}

function middle(points: readonly [number, number][]): [number, number] {
  return [(points[0]![0] + points[1]![0]) / 2, (points[0]![1] + points[1]![1]) / 2];
}

function apart(points: readonly [number, number][]): number {
  return Math.hypot(points[0]![0] - points[1]![0], points[0]![1] - points[1]![1]);
}
