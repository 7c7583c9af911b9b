// The drawing of the coalition graph: grounds of the camps, ties of the week, nodes with their names.
import { useMemo } from "preact/hooks";
import type { Page } from "../contract.ts";
import { curveOf, BOWS, edgeOf, groundOf, loopAt, type Curve } from "./graph_curves.ts";
import type { Node, Spot } from "./graph_nodes.ts";
import { LINE } from "./graph_nodes.ts";
import type { Kind, Tie } from "./graph_ties.ts";
import { markerPath } from "./marker.ts";

export const LOOKS: Record<Kind, { ink: string; dash: string }> = {
  cooperation: { ink: "#2f6b38", dash: "" },
  strain: { ink: "#a35200", dash: "7 4" },
  support: { ink: "#005a8c", dash: "" },
  flow: { ink: "#6a3d9a", dash: "" },
  fight: { ink: "#8b1a1a", dash: "0.1 6" },
};
const REFUSED = "#c8321f";
/** Length of a piece of a support line, of which the refused part is red [px]. */
const PIECE = 14;

/** All that hangs on where the nodes stand, not on the week. */
export interface Board {
  nodes: readonly Node[];
  spots: readonly Spot[];
  camps: { camp: number; ground: Spot[]; middle: Spot }[];
  curve: (tie: Tie) => Curve | null;
}

export function boardOf(page: Page, nodes: readonly Node[], spots: readonly Spot[]): Board {
  const camps = page.camps.flatMap((_, camp) => {
    const rows = nodes.flatMap((node, row) => (node.camp === camp ? [row] : []));
    if (!rows.length) return [];
    const ground = groundOf(rows.map((row) => nodes[row]!), rows.map((row) => spots[row]!));
    const mean = (axis: "x" | "y") => rows.reduce((sum, row) => sum + spots[row]![axis], 0) / rows.length;
    return [{ camp, ground, middle: { x: mean("x"), y: mean("y") } }];
  });
  const place = new Map(nodes.map((node, row) => [node.row, row]));
  const known = new Map<string, Curve | null>();
  const find = (tie: Tie): Curve | null => {
    if (tie.kind === "fight") {
      const [one, two] = [camps.find((one) => one.camp === tie.one), camps.find((one) => one.camp === tie.two)];
      if (!one || !two) return null;
      if (one === two) return loopAt({ x: one.middle.x, y: Math.max(30, Math.min(...one.ground.map((spot) => spot.y)) + 2) });
      return curveOf(edgeOf(one.ground, one.middle, two.middle), edgeOf(two.ground, two.middle, one.middle), 0, 0, BOWS.fight);
    }
    const [one, two] = [place.get(tie.one), place.get(tie.two)];
    if (one === undefined || two === undefined) return null;
    const room = (row: number) => nodes[row]!.radius * 1.2 + 2;
    const bow = tie.kind === "support" ? BOWS.support : tie.kind === "flow" ? BOWS.flow : BOWS.trust;
    return curveOf(spots[one]!, spots[two]!, room(one), room(two) + (tie.kind === "support" || tie.kind === "flow" ? 5 : 0), bow);
  };
  const curve = (tie: Tie) => {
    const key = tie.kind === "strain" || tie.kind === "cooperation" ? `trust ${tie.one} ${tie.two}` : tie.key;
    if (!known.has(key)) known.set(key, find(tie));
    return known.get(key) ?? null;
  };
  return { nodes, spots, camps, curve };
}

/** The grounds of the camps, pale, each edged as its lines are. */
export function Grounds({ page, board }: { page: Page; board: Board }) {
  return useMemo(() => (
    <g class="grounds">
      {board.camps.map(({ camp, ground }) => {
        const look = page.camps[camp]!;
        return (
          <polygon
            key={camp} points={ground.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}
            fill={look.fill} fill-opacity="0.09" stroke={look.ink} stroke-opacity="0.35" stroke-dasharray={look.dash}
          />
        );
      })}
    </g>
  ), [page, board]);
}

/** One tie of a week. */
export function TieLine({ tie, curve, faint, words }: { tie: Tie; curve: Curve; faint: boolean; words: string }) {
  const look = LOOKS[tie.kind];
  const gone = tie.kind === "flow" && tie.value <= 0;
  const red = tie.kind === "support" ? tie.refused * PIECE : 0;
  return (
    <g class={`tie ${tie.kind}`} opacity={faint ? 0.12 : gone ? 0.6 : 1}>
      <title>{words}</title>
      <path d={curve.path} stroke={look.ink} stroke-width={tie.width} stroke-dasharray={gone ? "2 3" : look.dash} />
      {red > 0 && <path d={curve.path} class="refused" stroke={REFUSED} stroke-width={tie.width} stroke-dasharray={`${red.toFixed(1)} ${(PIECE - red).toFixed(1)}`} />}
      {tie.kind === "support" && <Head at={curve.end} ink={look.ink} size={4 + tie.width} />}
      {tie.kind === "flow" && curve.arrows.map((at, row) => <Chevron key={row} at={at} ink={look.ink} size={3 + tie.width} />)}
      {tie.kind === "flow" && !gone && <Chevron at={curve.end} ink={look.ink} size={3 + tie.width} />}
      {gone && <path class="cross" d="M-5,-5L5,5M-5,5L5,-5" transform={`translate(${curve.middle.x} ${curve.middle.y})`} stroke={look.ink} stroke-width="2.2" />}
    </g>
  );
}

interface At { x: number; y: number; turn: number }

function Head({ at, ink, size }: { at: At; ink: string; size: number }) {
  return <path class="head" d={`M${size / 2},0L${-size},${-size * 0.62}V${size * 0.62}Z`} fill={ink} stroke="none" transform={`translate(${at.x} ${at.y}) rotate(${at.turn})`} />;
}

function Chevron({ at, ink, size }: { at: At; ink: string; size: number }) {
  return <path d={`M${-size},${-size}L0,0L${-size},${size}`} stroke={ink} stroke-width="1.8" transform={`translate(${at.x} ${at.y}) rotate(${at.turn})`} />;
}

/** The marker of a node: its camp's, ringed for the lead (once) and the patron (twice). */
export function Mark({ page, node, radius }: { page: Page; node: Node; radius: number }) {
  const [camp, actor] = [page.camps[node.camp], page.actors[node.row]!];
  const rings = (actor.lead ? 1 : 0) + (actor.patron ? 2 : 0);
  return (
    <>
      {Array.from({ length: Math.min(2, rings) }, (_, number) => (
        <circle key={number} r={radius * 1.15 + 3 + 3.5 * number} fill={number ? "none" : "#fff"} stroke={camp?.ink ?? "#767676"} stroke-width="1.3" />
      ))}
      <path d={markerPath(camp?.marker ?? "o", radius)} fill={camp?.fill ?? "#fff"} stroke={camp?.ink ?? "#767676"} stroke-width="1.5" />
    </>
  );
}

/** The name of a node, below it. */
export function Name({ node, ringed }: { node: Node; ringed: boolean }) {
  const top = node.radius * 1.25 + LINE * 0.95;
  return (
    <text class={ringed ? "node-name heart" : "node-name"} text-anchor="middle">
      {node.lines.map((line, row) => <tspan key={row} x="0" y={top + LINE * row}>{line}</tspan>)}
    </text>
  );
}
