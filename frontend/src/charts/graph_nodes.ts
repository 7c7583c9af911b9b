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

export const LETTER = 6.3; // mean width of a letter of a name [px]
export const LINE = 13; // height of a line of a name [px]
const LETTERS = 13;
const RADIUS = { least: 6, most: 15, unknown: 8 };
/** Part of the drawing that nodes and names may fill, so that ties stay visible between them. */
const FILLED = 0.36;

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
  return Math.round(Math.max(width * 0.8, 300, area / FILLED / Math.max(1, width)));
}

/** Return where each node starts. */
export function startsOf(page: Page, nodes: readonly Node[], size: Size): Spot[] {
  const spots = new Map<number, Spot>();
  const [middle, half] = [{ x: size.width / 2, y: size.height / 2 }, { x: size.width / 2, y: size.height / 2 }];
  const round = (part: number, turn: number): Spot => ({
    x: middle.x + part * half.x * Math.sin(2 * Math.PI * turn), y: middle.y - part * half.y * Math.cos(2 * Math.PI * turn),
  });
  const hearts = nodes.filter((node) => node.heart);
  hearts.forEach((node, number) => spots.set(node.row, round(hearts.length > 1 ? 0.14 : 0, 0.75 + number / Math.max(1, hearts.length))));
  const ring = nodes.filter((node) => node.core && !node.heart).toSorted((one, two) => senderOf(page, one) - senderOf(page, two) || one.row - two.row);
  ring.forEach((node, number) => spots.set(node.row, round(node.camp === page.focal ? 0.46 : 0.6, number / ring.length)));
  const clusters = clustersOf(page, nodes);
  const whole = clusters.reduce((sum, cluster) => sum + shareOf(cluster), 0);
  let turn = 0;
  for (const cluster of clusters) {
    const arc = shareOf(cluster) / whole;
    cluster.forEach((node, number) => {
      const along = turn + (arc * (number + 0.5)) / cluster.length;
      spots.set(node.row, round(cluster.length > 3 && number % 2 ? 0.76 : 0.94, along));
    });
    turn += arc;
  }
  // Those of the coalition's own camp that are no members stand outside of the ones that they send to.
  for (const node of nodes) {
    if (node.core || node.camp !== page.focal) continue;
    const clients = page.flows.flatMap((flow) => (flow.from === node.row ? [spots.get(flow.to) ?? middle] : []));
    const mean = clients.length ? clients.reduce((sum, spot) => ({ x: sum.x + spot.x / clients.length, y: sum.y + spot.y / clients.length }), { x: 0, y: 0 }) : middle;
    spots.set(node.row, { x: middle.x + 1.6 * (mean.x - middle.x), y: middle.y + 1.6 * (mean.y - middle.y) });
  }
  return nodes.map((node) => spots.get(node.row) ?? middle);
}

/** The first that sends to an actor; those without come last. */
function senderOf(page: Page, node: Node): number {
  return page.flows.find((flow) => flow.to === node.row)?.from ?? page.actors.length;
}

function shareOf(cluster: readonly Node[]): number {
  return cluster.length + 0.6;
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
  return order.map((camp) => outside.filter((node) => node.camp === camp));
}
