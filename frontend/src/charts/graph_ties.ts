// Which ties the coalition graph draws in a week, and how wide.
import type { Maybe, Page, Ties } from "../contract.ts";

export type Kind = "cooperation" | "strain" | "support" | "flow" | "fight";
export const KINDS: readonly Kind[] = ["cooperation", "strain", "support", "flow", "fight"];

export interface Tie {
  key: string; // the same in every week
  kind: Kind;
  one: number; // actor that gives, or one of two; camp where they fight
  two: number;
  value: number; // trust, requests honoured, share that comes through, dead
  low: Maybe; // of trust
  high: Maybe;
  width: number; // of its line
  refused: number; // part of the requests
  main: boolean; // drawn where only the strongest are
}

/** From here on two members work together, below they are at strain. */
export const TRUSTED = 0.5;
/** Ties of trust that are drawn of each kind besides those to patron and lead. */
const STRONGEST = 4;
const WIDTH = { least: 1, trust: 3, support: 4.5, flow: 3, fight: 7 };

/** Return the ties of a week. Widths compare weeks: the widest line is the largest number of all weeks. */
export function tiesAt(page: Page, ties: Ties, week: number): Tie[] {
  return [...trustAt(page, ties, week), ...supportAt(ties, week), ...flowsAt(page, ties, week), ...fightsAt(ties, week)];
}

function trustAt(page: Page, ties: Ties, week: number): Tie[] {
  const heart = (row: number) => page.actors[row]?.patron === true || page.actors[row]?.lead === true;
  const found = ties.trust.flatMap(({ one, two, mean, low, high }): Tie[] => {
    const value = mean[week] ?? null;
    if (value === null) return [];
    const far = Math.abs(value - TRUSTED) / TRUSTED;
    return [{
      key: `trust ${one} ${two}`, kind: value >= TRUSTED ? "cooperation" : "strain", one, two, value,
      low: low[week] ?? null, high: high[week] ?? null, width: WIDTH.least + WIDTH.trust * Math.min(1, far), refused: 0,
      main: heart(one) || heart(two),
    }];
  });
  for (const kind of ["cooperation", "strain"] as const) {
    const rest = found.filter((tie) => tie.kind === kind && !tie.main);
    for (const tie of rest.toSorted((one, two) => two.width - one.width).slice(0, STRONGEST)) tie.main = true;
  }
  return found;
}

function supportAt(ties: Ties, week: number): Tie[] {
  const most = largest(ties.support.map((tie) => tie.honoured.map((count, row) => count + (tie.late[row] ?? 0))));
  return ties.support.flatMap((tie): Tie[] => {
    const [honoured, late, refused] = [tie.honoured[week] ?? 0, tie.late[week] ?? 0, tie.refused[week] ?? 0];
    const all = honoured + late + refused;
    if (all <= 0) return [];
    return [{
      ...plain(`support ${tie.from} ${tie.to}`, "support", tie.from, tie.to, honoured + late),
      width: widthOf(honoured + late, most, WIDTH.support), refused: refused / all,
    }];
  });
}

function flowsAt(page: Page, ties: Ties, week: number): Tie[] {
  return ties.flows.flatMap(({ flow, share }): Tie[] => {
    const [value, sent] = [share[week] ?? null, page.flows[flow]];
    if (value === null || !sent) return [];
    return [{ ...plain(`flow ${flow}`, "flow", sent.from, sent.to, value), width: WIDTH.least + WIDTH.flow * Math.min(1, value) }];
  });
}

function fightsAt(ties: Ties, week: number): Tie[] {
  const most = largest(ties.fighting.map((tie) => tie.killed));
  return ties.fighting.flatMap(({ one, two, killed }): Tie[] => {
    const value = killed[week] ?? 0;
    return value > 0 ? [{ ...plain(`fight ${one} ${two}`, "fight", one, two, value), width: widthOf(value, most, WIDTH.fight) }] : [];
  });
}

function plain(key: string, kind: Kind, one: number, two: number, value: number): Tie {
  return { key, kind, one, two, value, low: null, high: null, width: WIDTH.least, refused: 0, main: true };
}

/** A width that grows with the root, so that small numbers are still seen beside large ones. */
function widthOf(value: number, most: number, room: number): number {
  return WIDTH.least + room * Math.sqrt(Math.max(0, value) / most);
}

function largest(rows: readonly (readonly number[])[]): number {
  return Math.max(Number.MIN_VALUE, ...rows.flat());
}

/** Whether a tie is one of an actor's. */
export function touches(page: Page, tie: Tie, row: number): boolean {
  if (tie.kind !== "fight") return tie.one === row || tie.two === row;
  const camp = page.actors[row]?.camp;
  return tie.one === camp || tie.two === camp;
}
