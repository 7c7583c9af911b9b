// The coalition graph: who trusts, helps, pays and fights whom in the chosen week.
import { computed, useSignal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { useWidth, weekWords } from "../charts/chart.tsx";
import { layoutOf, nextNode } from "../charts/graph_layout.ts";
import { heightFor, menOf, menScale, nodesOf, radiusOf } from "../charts/graph_nodes.ts";
import { boardOf, Grounds, LOOKS, Mark, Name, TieLine, type Board } from "../charts/graph_parts.tsx";
import { KINDS, tiesAt, touches, type Kind } from "../charts/graph_ties.ts";
import { ActorTold, TiesTable } from "../charts/graph_told.tsx";
import { endsOf, MEANT, TITLES, valueOf } from "../charts/graph_words.ts";
import type { Page, Weeks } from "../contract.ts";
import { Panel } from "../panel.tsx";
import { actor, page, week, weeks } from "../state.ts";

export function CoalitionGraph() {
  const [own, all] = [page.value, weeks.value];
  if (!own || !all) return null;
  return <Graph own={own} all={all} />;
}

function Graph({ own, all }: { own: Page; all: Weeks }) {
  const { ref, width } = useWidth();
  const hidden = useSignal<ReadonlySet<Kind>>(new Set());
  const every = useSignal(false);
  const table = useSignal(false);
  const pointed = useSignal(-1);
  const nodes = useMemo(() => nodesOf(own, all), [own, all]);
  const size = useMemo(() => ({ width: width.value, height: heightFor(nodes, width.value) }), [nodes, width.value]);
  const board = useMemo(() => (width.value > 0 ? boardOf(own, nodes, layoutOf(own, nodes, size)) : null), [own, nodes, size]);
  const picked = useMemo(() => computed(() => (pointed.value >= 0 ? pointed.value : own.actors.findIndex((one) => one.id === actor.value))), [own]);
  const turn = (kind: Kind) => {
    const next = new Set(hidden.value);
    if (!next.delete(kind)) next.add(kind);
    hidden.value = next;
  };
  return (
    <Panel id="graph" title={own.coalition ? `Who holds together: ${own.coalition}` : "Who helps and fights whom"} note="Ties in the chosen week; markers by camp as on the map, larger with more men where that is known; ringed once: the lead, twice: the patron.">
      <ul class="tie-kinds">
        {KINDS.map((kind) => (
          <li key={kind}><button type="button" aria-pressed={!hidden.value.has(kind)} title={MEANT[kind]} onClick={() => turn(kind)}><KindSample kind={kind} />{TITLES[kind]}</button></li>
        ))}
        <li><label><input type="checkbox" checked={every.value} onChange={() => { every.value = !every.value; }} />all ties of trust</label></li>
        <li><button type="button" aria-pressed={table.value} onClick={() => { table.value = !table.value; }}>Show as table</button></li>
      </ul>
      <div class="graph-room" ref={ref}>
        {board && !table.value && (
          <svg class="graph" role="group" aria-label={`Coalition graph. Arrow keys go from actor to actor, Enter picks one out.`} width={size.width} height={size.height}>
            <Grounds page={own} board={board} />
            <TieLines own={own} all={all} board={board} hidden={hidden} every={every} picked={picked} />
            <Nodes own={own} all={all} board={board} pointed={pointed} picked={picked} />
          </svg>
        )}
        {table.value && <TiesTable page={own} weeks={all} />}
      </div>
      <div class="told" tabIndex={0} role="region" aria-label="The actor that is pointed at or picked out"><Picked own={own} all={all} picked={picked} /></div>
    </Panel>
  );
}

/** The ties of the week: the only part of the drawing that moves with it, with the sizes of the nodes. */
function TieLines({ own, all, board, hidden, every, picked }: {
  own: Page; all: Weeks; board: Board; hidden: Signal<ReadonlySet<Kind>>; every: Signal<boolean>; picked: ReadonlySignal<number>;
}) {
  const row = picked.value;
  const shown = tiesAt(own, all.ties, week.value).filter(
    (tie) => !hidden.value.has(tie.kind) && (tie.main || every.value || (row >= 0 && touches(own, tie, row))),
  );
  const order: Kind[] = ["fight", "cooperation", "strain", "flow", "support"];
  return (
    <g class="ties">
      {order.flatMap((kind) => shown.filter((tie) => tie.kind === kind)).map((tie) => {
        const curve = board.curve(tie);
        if (!curve) return null;
        const words = `${endsOf(own, tie).join(" – ")}: ${TITLES[tie.kind]}, ${valueOf(own, tie)}`;
        return <TieLine key={tie.key} tie={tie} curve={curve} faint={row >= 0 && !touches(own, tie, row)} words={words} />;
      })}
    </g>
  );
}

function Nodes({ own, all, board, pointed, picked }: { own: Page; all: Weeks; board: Board; pointed: Signal<number>; picked: ReadonlySignal<number> }) {
  const group = useRef<SVGGElement>(null);
  const stop = useSignal(0);
  const most = useMemo(() => menScale(all), [all]);
  const step = (event: KeyboardEvent, row: number) => {
    if (event.key === "Enter" || event.key === " ") choose(own, board.nodes[row]!.row);
    else if (event.key === "Escape") actor.value = "";
    else if (event.key.startsWith("Arrow")) {
      stop.value = nextNode(board.spots, row, event.key);
      group.current?.querySelectorAll<SVGGElement>(".node")[stop.value]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <g ref={group}>
      {board.nodes.map((node, row) => {
        const one = own.actors[node.row]!;
        const { x, y } = board.spots[row]!;
        return (
          <g
            key={one.id} class={node.row === picked.value ? "node picked" : "node"} transform={`translate(${x} ${y})`}
            tabIndex={row === stop.value ? 0 : -1} role="button" aria-pressed={one.id === actor.value}
            aria-label={`${one.title}, ${own.camps[one.camp]?.title ?? "no camp"}`}
            onClick={() => choose(own, node.row)} onKeyDown={(event) => step(event, row)}
            onPointerEnter={(event) => { if (event.pointerType === "mouse") pointed.value = node.row; }}
            onPointerLeave={() => { pointed.value = -1; }}
            onFocus={() => { stop.value = row; pointed.value = node.row; }} onBlur={() => { pointed.value = -1; }}
          >
            <circle class="hit" r={Math.max(14, node.radius + 5)} />
            <Sized own={own} all={all} board={board} row={row} most={most} />
            <Name node={node} ringed={node.heart} />
          </g>
        );
      })}
    </g>
  );
}

/** A node's marker, as large as its men of the week. */
function Sized({ own, all, board, row, most }: { own: Page; all: Weeks; board: Board; row: number; most: number }) {
  const node = board.nodes[row]!;
  const men = useMemo(() => menOf(all, own.actors[node.row]!.id), [all, own, node]);
  return <Mark page={own} node={node} radius={men ? radiusOf(men[week.value] ?? 0, most) : node.radius} />;
}

function choose(own: Page, row: number): void {
  const id = own.actors[row]!.id;
  actor.value = actor.value === id ? "" : id;
}

function Picked({ own, all, picked }: { own: Page; all: Weeks; picked: ReadonlySignal<number> }) {
  const row = picked.value;
  if (row >= 0) return <ActorTold page={own} weeks={all} row={row} />;
  return (
    <>
      <p class="note">Week {weekWords.value}. Point at an actor to see its ties; click it, or press Enter on it, to keep it.</p>
      <ul class="meant">{KINDS.map((kind) => <li key={kind}><KindSample kind={kind} /><span>{TITLES[kind]}: {MEANT[kind]}</span></li>)}</ul>
    </>
  );
}

function KindSample({ kind }: { kind: Kind }) {
  const { ink, dash } = LOOKS[kind];
  return (
    <svg class="sample" width="30" height="12" aria-hidden="true">
      <line x1="1" x2={kind === "support" ? 24 : 29} y1="6" y2="6" stroke={ink} stroke-width="2.6" stroke-dasharray={dash} stroke-linecap={kind === "fight" ? "round" : "butt"} />
      {kind === "support" && <path d="M30,6L22,1.5V10.5Z" fill={ink} />}
      {kind === "flow" && <path d="M10,1L15,6L10,11M18,1L23,6L18,11" stroke={ink} stroke-width="1.8" fill="none" />}
    </svg>
  );
}
