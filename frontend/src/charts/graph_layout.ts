// Where the nodes of the coalition graph stand: from their starts a few hundred steps of springs, and no name over
// another.  No chance is in it: the same actors in the same room stand in the same places.
import type { Page } from "../contract.ts";
import { farOf, FENCE, reachOf, startsOf, type Node, type Size, type Spot } from "./graph_nodes.ts";

const STEPS = 300;
const HOME = 0.05;
const PULL = 0.05;
const TOGETHER = 0.04;
const FIRM = 0.2;
/** Sponsor and client are drawn nearer only if they are farther apart than this [px]. */
const NEAR = 90;
/** Least distance between the boxes of two nodes [px]. */
export const PADDING = 5;
/** Room between a box and the walls, for the edge of its camp's ground [px]. */
const WALL = 6;
/** Steps in which only overlaps are undone. */
const LAST = 600;

/** Return the centres of the nodes, inside the drawing, no two boxes of node and name over each other. */
export function layoutOf(page: Page, nodes: readonly Node[], size: Size): Spot[] {
  const starts = startsOf(page, nodes, size);
  const spots = starts.map((spot) => ({ ...spot }));
  const number = new Map(nodes.map((node, row) => [node.row, row]));
  const pulls = page.flows.flatMap((flow) => {
    const [one, two] = [number.get(flow.from), number.get(flow.to)];
    return one === undefined || two === undefined ? [] : [[one, two] as const];
  });
  for (let step = 0; step < STEPS; step++) {
    const heat = 1 - step / STEPS;
    spots.forEach((spot, row) => draw(spot, starts[row]!, HOME * heat));
    for (const [one, two] of pulls) attract(spots[one]!, spots[two]!, PULL * heat);
    gather(nodes, spots, TOGETHER * heat);
    fence(page, nodes, spots, size, FIRM * heat);
    part(nodes, spots, size, 0.5);
  }
  for (let step = 0; step < LAST; step++) if (!part(nodes, spots, size, 1)) break;
  return spots;
}

function draw(spot: Spot, to: Spot, share: number): void {
  spot.x += (to.x - spot.x) * share;
  spot.y += (to.y - spot.y) * share;
}

function attract(one: Spot, two: Spot, share: number): void {
  const [x, y] = [two.x - one.x, two.y - one.y];
  const distance = Math.hypot(x, y);
  if (distance <= NEAR) return;
  const pull = (share * (distance - NEAR)) / distance / 2;
  one.x += x * pull;
  one.y += y * pull;
  two.x -= x * pull;
  two.y -= y * pull;
}

/** Draw the nodes of a camp outside the coalition towards their middle. */
function gather(nodes: readonly Node[], spots: Spot[], share: number): void {
  const sums = new Map<number, { x: number; y: number; count: number }>();
  nodes.forEach((node, row) => {
    if (node.core) return;
    const sum = sums.get(node.camp) ?? { x: 0, y: 0, count: 0 };
    sums.set(node.camp, { x: sum.x + spots[row]!.x, y: sum.y + spots[row]!.y, count: sum.count + 1 });
  });
  nodes.forEach((node, row) => {
    const sum = node.core ? undefined : sums.get(node.camp);
    if (sum) draw(spots[row]!, { x: sum.x / sum.count, y: sum.y / sum.count }, share);
  });
}

/** Draw the coalition and its camp inwards over the fence, the others outwards. */
function fence(page: Page, nodes: readonly Node[], spots: Spot[], size: Size, share: number): void {
  const middle = { x: size.width / 2, y: size.height / 2 };
  nodes.forEach((node, row) => {
    const far = farOf(spots[row]!, size);
    const inside = node.core || node.camp === page.focal;
    if (far > 0 && (inside ? far > FENCE : far < FENCE)) {
      const at = (axis: "x" | "y") => middle[axis] + ((spots[row]![axis] - middle[axis]) * FENCE) / far;
      draw(spots[row]!, { x: at("x"), y: at("y") }, share);
    }
  });
}

/** Push boxes apart that overlap and keep all inside; return whether any did. */
function part(nodes: readonly Node[], spots: Spot[], size: Size, share: number): boolean {
  let moved = false;
  const reach = nodes.map(reachOf);
  for (let one = 0; one < nodes.length; one++) {
    for (let two = one + 1; two < nodes.length; two++) {
      const [a, b, from, to] = [spots[one]!, spots[two]!, reach[one]!, reach[two]!];
      const x = overlap(a.x - from.half, a.x + from.half, b.x - to.half, b.x + to.half);
      const y = overlap(a.y - from.up, a.y + from.down, b.y - to.up, b.y + to.down);
      if (x <= 0.01 || y <= 0.01) continue;
      moved = true;
      // The shorter way; nodes on one spot part sideways, the earlier to the left.
      if (x < y) shove(a, b, "x", (x * share) / 2);
      else shove(a, b, "y", (y * share) / 2);
    }
  }
  spots.forEach((spot, row) => hold(spot, reach[row]!, size));
  return moved;
}

function overlap(one: number, oneEnd: number, two: number, twoEnd: number): number {
  return Math.min(oneEnd, twoEnd) - Math.max(one, two) + PADDING;
}

function shove(one: Spot, two: Spot, axis: "x" | "y", way: number): void {
  const sign = one[axis] <= two[axis] ? 1 : -1;
  one[axis] -= sign * way;
  two[axis] += sign * way;
}

function hold(spot: Spot, { half, up, down }: { half: number; up: number; down: number }, size: Size): void {
  spot.x = Math.min(Math.max(half + WALL, size.width - half - WALL), Math.max(half + WALL, spot.x));
  spot.y = Math.min(Math.max(up + WALL, size.height - down - WALL), Math.max(up + WALL, spot.y));
}

/** Return the node that an arrow key leads to: the nearest in that direction, the same where there is none. */
export function nextNode(spots: readonly Spot[], from: number, key: string): number {
  const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  const start = spots[from];
  if (!way || !start) return from;
  let [best, least] = [from, Infinity];
  spots.forEach((spot, row) => {
    const [x, y] = [spot.x - start.x, spot.y - start.y];
    const ahead = x * way[0]! + y * way[1]!;
    const aside = Math.abs(x * way[1]!) + Math.abs(y * way[0]!);
    if (row === from || ahead <= 0 || aside > 2 * ahead) return;
    if (ahead + 2 * aside < least) [best, least] = [row, ahead + 2 * aside];
  });
  return best;
}
