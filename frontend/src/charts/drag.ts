// Choosing a week by touching a chart: what a pointer does, told apart from scrolling.

export interface Grip {
  x: number; // where the pointer went down
  moving: boolean; // whether it already moves the week
}

/** Pixels that a finger travels before it is a drag. */
export const SLACK = 6;

/** A pointer goes down: a mouse moves the week at once, a finger may be about to scroll. */
export function gripAt(x: number, kind: string): Grip {
  return { x, moving: kind === "mouse" };
}

/** Whether a pointer that has come to `x` moves the week; once it does it goes on. */
export function drags(grip: Grip, x: number): boolean {
  grip.moving ||= Math.abs(x - grip.x) >= SLACK;
  return grip.moving;
}

/** The week under `x` pixels of a plot that shows weeks 0 to `last` between `left` and `right`. */
export function weekAt(x: number, left: number, right: number, last: number): number {
  if (right <= left) return 0;
  return Math.min(last, Math.max(0, Math.round(((x - left) / (right - left)) * last)));
}
