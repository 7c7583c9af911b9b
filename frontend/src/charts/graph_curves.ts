// The curves of ties between nodes and between camps, and the ground that a camp covers.
import { reachOf, type Node, type Spot } from "./graph_nodes.ts";

export interface Curve {
  path: string;
  middle: Spot;
  turn: number; // direction at the middle, degrees
  arrows: { x: number; y: number; turn: number }[]; // at a third and two thirds
  end: { x: number; y: number; turn: number };
}

/** How far each kind of tie bows to the side, in parts of its length, so that several between two actors stay apart. */
export const BOWS = { trust: 0, support: 0.16, flow: -0.16, fight: 0.12 } as const;

/** Return the curve from one round thing to another: it leaves `room` at both, and bows to the right by `bow`. */
export function curveOf(from: Spot, to: Spot, leave: number, arrive: number, bow: number): Curve {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const control = { x: (from.x + to.x) / 2 - y * bow, y: (from.y + to.y) / 2 + x * bow };
  const start = towards(from, control, leave);
  const end = towards(to, control, arrive);
  const at = (part: number) => {
    const rest = 1 - part;
    return {
      x: rest * rest * start.x + 2 * rest * part * control.x + part * part * end.x,
      y: rest * rest * start.y + 2 * rest * part * control.y + part * part * end.y,
      turn: angle(rest * (control.x - start.x) + part * (end.x - control.x), rest * (control.y - start.y) + part * (end.y - control.y)),
    };
  };
  const middle = at(0.5);
  return {
    path: `M${pair(start)}Q${pair(control)} ${pair(end)}`, middle, turn: middle.turn, arrows: [at(0.38), at(0.68)],
    end: { ...end, turn: angle(end.x - control.x, end.y - control.y) },
  };
}

/** A loop above a spot: fighting inside one camp. */
export function loopAt(spot: Spot, size = 22): Curve {
  const [left, right] = [{ x: spot.x - size / 3, y: spot.y }, { x: spot.x + size / 3, y: spot.y }];
  const high = spot.y - size * 1.3;
  const middle = { x: spot.x, y: spot.y - size };
  return {
    path: `M${pair(left)}C${pair({ x: spot.x - size, y: high })} ${pair({ x: spot.x + size, y: high })} ${pair(right)}`,
    middle, turn: 0, arrows: [], end: { ...right, turn: 90 },
  };
}

function towards(from: Spot, to: Spot, way: number): Spot {
  const distance = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const part = Math.min(way / distance, 0.95);
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function angle(x: number, y: number): number {
  return Math.round((Math.atan2(y, x) * 1800) / Math.PI) / 10;
}

function pair({ x, y }: Spot): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}

/** Return the corners of the ground that nodes with their names cover, in order round it. */
export function groundOf(nodes: readonly Node[], spots: readonly Spot[], room = 5): Spot[] {
  const corners = nodes.flatMap((node, row) => {
    const { half, up, down } = reachOf(node);
    const { x, y } = spots[row]!;
    return [x - half - room, x + half + room].flatMap((left) => [{ x: left, y: y - up - room }, { x: left, y: y + down + room }]);
  });
  return hullOf(corners);
}

/** The convex hull of points, by Andrew's monotone chain. */
export function hullOf(points: readonly Spot[]): Spot[] {
  const sorted = points.toSorted((one, two) => one.x - two.x || one.y - two.y);
  const half = (order: readonly Spot[]) => {
    const chain: Spot[] = [];
    for (const point of order) {
      while (chain.length > 1 && cross(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.toReversed())];
}

function cross(origin: Spot, one: Spot, two: Spot): number {
  return (one.x - origin.x) * (two.y - origin.y) - (one.y - origin.y) * (two.x - origin.x);
}

/** Where the way from a spot inside a ground leaves it. */
export function edgeOf(ground: readonly Spot[], from: Spot, to: Spot): Spot {
  let best = from;
  let far = -1;
  ground.forEach((one, row) => {
    const two = ground[(row + 1) % ground.length]!;
    const [dx, dy, ex, ey] = [to.x - from.x, to.y - from.y, two.x - one.x, two.y - one.y];
    const scale = dx * ey - dy * ex;
    if (Math.abs(scale) < 1e-9) return;
    const part = ((one.x - from.x) * ey - (one.y - from.y) * ex) / scale;
    const along = ((one.x - from.x) * dy - (one.y - from.y) * dx) / scale;
    if (part < 0 || part > 1 || along < 0 || along > 1 || part <= far) return;
    far = part;
    best = { x: from.x + dx * part, y: from.y + dy * part };
  });
  return best;
}
