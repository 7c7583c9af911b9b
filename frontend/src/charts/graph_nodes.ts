// Who is in the coalition graph, how large, and where its nodes start: the coalition in the middle, the other camps
// on a wider ring, each next to those that it sends to.
import type { Actor, Page, Weeks } from "../contract.ts";
import { wrapped } from "./apart.ts";

export interface Node {
  row: number; // of the actor
  core: boolean; // member, lead or patron of the coalition
  heart: boolean; // lead or patron
  camp: number;
  radius: number; // the largest of all weeks
  lines: string[]; // its name
}

export interface Size {
  width: number;
  height: number;
}

export interface Spot {
  x: number;
  y: number;
}

export const LETTER = 6.7; // mean width of a letter of a name [px]
export const LINE = 12; // height of a line of a name [px]
const LETTERS = 12;
const RADIUS = { least: 5.5, most: 14, unknown: 7 };
/** Part of the drawing that nodes and names may fill, so that ties stay visible between them. */
const FILLED = 0.42;
/** The coalition keeps inside of this part of the way from the middle to the walls, the others outside. */
export const FENCE = 0.62;

/** Return the actors that the graph shows. */
export function nodesOf(page: Page, weeks: Weeks): Node[] {
  const sends = new Set(page.flows.flatMap((flow) => [flow.from, flow.to]));
  const helps = new Set(weeks.ties.support.flatMap((tie) => [tie.from, tie.to]));
  const most = menScale(weeks);
  return page.actors.flatMap((actor, row) => {
    if (!isCore(actor) && !actor.fights && !sends.has(row) && !helps.has(row)) return [];
    const men = menOf(weeks, actor.id);
    const radius = men ? radiusOf(Math.max(...men.map((value) => value ?? 0)), most) : RADIUS.unknown;
    return [{ row, core: isCore(actor), heart: actor.lead || actor.patron, camp: actor.camp, radius, lines: wrapped(actor.short, LETTERS) }];
  });
}

function isCore(actor: Actor): boolean {
  return actor.member || actor.lead || actor.patron;
}

/** The median men of an actor by week, null where the server does not say. */
export function menOf(weeks: Weeks, id: string): (number | null)[] | null {
  return weeks.series.find((one) => one.measure === "men" && one.of[0] === id)?.fan.middle ?? null;
}

/** The most men that any actor has in any week. */
export function menScale(weeks: Weeks): number {
  const every = weeks.series.filter((one) => one.measure === "men").flatMap((one) => one.fan.middle);
  return Math.max(1, ...every.map((value) => value ?? 0));
}

/** A radius whose square grows with the men. */
export function radiusOf(men: number, most: number): number {
  return RADIUS.least + (RADIUS.most - RADIUS.least) * Math.sqrt(Math.max(0, men) / most);
}

/** Half the width of a node with its name, and how far it reaches above and below its centre. */
export function reachOf(node: Node): { half: number; up: number; down: number } {
  const letters = Math.max(...node.lines.map((line) => line.length));
  return { half: Math.max(node.radius * 1.25, (letters * LETTER) / 2), up: node.radius * 1.25, down: node.radius * 1.25 + 3 + node.lines.length * LINE };
}

/** A height in which all nodes find room at a width. */
export function heightFor(nodes: readonly Node[], width: number): number {
  const area = nodes.reduce((sum, node) => {
    const { half, up, down } = reachOf(node);
    return sum + (2 * half + 8) * (up + down + 8);
  }, 0);
  return Math.round(Math.max(Math.min(width * 0.8, 480), 300, area / FILLED / Math.max(1, width)));
}

/** How far a spot lies from the middle of the drawing: 1 at the walls, on curves between an ellipse and a box. */
export function farOf(spot: Spot, size: Size): number {
  const [x, y] = [spot.x / size.width - 0.5, spot.y / size.height - 0.5].map((part) => Math.abs(2 * part) ** 3);
  return Math.cbrt(x! + y!);
}

/** The spot that lies so far from the middle in a direction, in turns clockwise from the top. */
function spotAt(size: Size, far: number, turn: number): Spot {
  const [x, y] = [Math.sin(2 * Math.PI * turn), -Math.cos(2 * Math.PI * turn)];
  const scale = far / 2 / Math.cbrt(Math.abs(x) ** 3 + Math.abs(y) ** 3);
  return { x: size.width * (0.5 + x * scale), y: size.height * (0.5 + y * scale) };
}

/** Return where each node starts. */
export function startsOf(page: Page, nodes: readonly Node[], size: Size): Spot[] {
  const spots = new Map<number, Spot>();
  const hearts = nodes.filter((node) => node.heart);
  hearts.forEach((node, number) => spots.set(node.row, spotAt(size, hearts.length > 1 ? 0.16 : 0, 0.75 + number / Math.max(1, hearts.length))));
  const inner = innerOf(page, nodes);
  inner.forEach((node, number) => spots.set(node.row, spotAt(size, node.camp === page.focal ? 0.5 : FENCE, (number + 0.5) / inner.length)));
  const clusters = clustersOf(page, nodes);
  const whole = clusters.reduce((sum, cluster) => sum + shareOf(cluster), 0);
  // The largest other camp stands at the top.
  const largest = clusters.reduce((best, cluster, number) => (cluster.length > (clusters[best]?.length ?? 0) ? number : best), 0);
  let turn = -clusters.slice(0, largest).reduce((sum, cluster) => sum + shareOf(cluster), clusters[largest] ? shareOf(clusters[largest]) / 2 : 0) / whole;
  for (const cluster of clusters) {
    const arc = shareOf(cluster) / whole;
    cluster.forEach((node, number) => {
      const [lane, place] = [number % lanesOf(cluster), Math.floor(number / lanesOf(cluster))];
      const along = turn + (arc * (place + 0.5)) / Math.ceil(cluster.length / lanesOf(cluster));
      spots.set(node.row, spotAt(size, 0.96 - 0.18 * lane, along));
    });
    turn += arc;
  }
  return nodes.map((node) => spots.get(node.row) ?? { x: size.width / 2, y: size.height / 2 });
}

/** The members round lead and patron, those with one sponsor side by side and their sponsor, if of the camp, amid them. */
function innerOf(page: Page, nodes: readonly Node[]): Node[] {
  const ring = nodes.filter((node) => node.core && !node.heart).toSorted((one, two) => senderOf(page, one) - senderOf(page, two) || one.row - two.row);
  for (const node of nodes.filter((one) => !one.core && one.camp === page.focal)) {
    const clients = ring.flatMap((one, place) => (senderOf(page, one) === node.row ? [place] : []));
    ring.splice(clients.length ? clients[Math.floor(clients.length / 2)]! : ring.length, 0, node);
  }
  return ring;
}

/** The first that sends to an actor; those without come last. */
function senderOf(page: Page, node: Node): number {
  return page.flows.find((flow) => flow.to === node.row)?.from ?? page.actors.length;
}

/** Rows, one within the other, in which a camp's nodes start: a large camp stands in a block, not round the others. */
function lanesOf(cluster: readonly Node[]): number {
  return Math.max(1, Math.round(Math.sqrt(cluster.length / 1.5)));
}

/** The part of the round that a camp gets. */
function shareOf(cluster: readonly Node[]): number {
  return cluster.length / lanesOf(cluster) + 0.5;
}

/** The other camps' nodes by camp; a camp stands next to the first one that it sends to. */
function clustersOf(page: Page, nodes: readonly Node[]): Node[][] {
  const outside = nodes.filter((node) => !node.core && node.camp !== page.focal);
  const camps = [...new Set(outside.map((node) => node.camp))].toSorted((one, two) => one - two);
  const after = (camp: number) => page.flows.find((flow) => page.actors[flow.from]?.camp === camp && page.actors[flow.to]?.camp !== camp);
  const order: number[] = camps.filter((camp) => !after(camp));
  for (const camp of camps) {
    const client = after(camp);
    if (!client) continue;
    const place = order.indexOf(page.actors[client.to]?.camp ?? -1);
    order.splice(place < 0 ? order.length : place + 1, 0, camp);
  }
  // Those that are sent something stand last, beside who sends it.
  return order.map((camp) => outside.filter((node) => node.camp === camp).toSorted((one, two) => senderOf(page, two) - senderOf(page, one) || one.row - two.row));
}
