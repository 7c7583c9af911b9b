// The drawings of the map, one above the other: ground, wash, roads, places, names.  Each hangs on what it shows alone.
import { computed, useComputed, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { markerPath } from "../charts/marker.ts";
import type { Page, Weeks } from "../contract.ts";
import { history, week } from "../state.ts";
import { frontSpots, frontTitle, worst } from "./fronts.ts";
import { alike, arcsOf, contactRoads, lookOf, looksOf, paler, type Look } from "./holding.ts";
import { write, type Box, type Spot } from "./labels.ts";
import { base, growth, height, hovered, nameOf, picked, points, radiusOf, shown, toPixels, width } from "./shown.ts";
import { onStage, project } from "./view.ts";
import { cellsOf, paint } from "./wash.ts";

/** Drawings in fractions of the map are written in thousandths, so that they need few digits. */
const GRAIN = 1000;
const GAP = 2.2;
const RING = 3;

/** The wash, at the size of its cells; the browser makes it as large as the map. */
export function Wash({ own, all }: { own: Page; all: Weeks }) {
  const { columns, rows } = own.ground.cells;
  const canvas = useRef<HTMLCanvasElement>(null);
  const cells = useMemo(() => cellsOf(own.ground.cells), [own]);
  const move = useComputed(() => {
    const { k, x, y } = shown.value;
    return `translate(${100 * x}%, ${(100 * y) / height.value}%) scale(${k})`; // parts of itself, so that it prints at any size
  });
  const now = week.value;
  const one = history.value;
  useEffect(() => {
    const brush = canvas.current?.getContext("2d");
    if (!brush || !cells.length) return;
    const picture = brush.createImageData(columns, rows);
    paint(picture.data, cells, own.camps, all, one, now);
    brush.putImageData(picture, 0, 0);
  }, [cells, now, one, all]);
  return <canvas ref={canvas} class="ground-wash" width={Math.max(1, columns)} height={Math.max(1, rows)} aria-hidden="true" style={{ transform: move.value }} />;
}

/** Sea, land abroad, borders and rivers. What is not the country covers the wash, which is coarse. */
export function Land({ own }: { own: Page }) {
  const drawn = useMemo(() => outlines(own), [own]);
  const move = useComputed(() => `translate(${shown.value.x * width.value} ${shown.value.y * width.value}) scale(${(shown.value.k * width.value) / GRAIN})`);
  return (
    <g transform={move} class="land">
      {drawn.country && <path class="sea" fill-rule="evenodd" d={`${drawn.frame}${drawn.country}`} />}
      <path class="abroad" d={drawn.abroad} />
      <path class="border" d={drawn.country} />
      <path class="river" d={drawn.rivers} />
    </g>
  );
}

function outlines(own: Page) {
  const { ground } = own;
  const line = (points: [number, number][], end: string) => points.length ? `M${points.map(([longitude, latitude]) => grain(project(ground, longitude, latitude))).join("L")}${end}` : "";
  const rings = (role: string) => ground.countries.filter((one) => one.role === role).map(({ ring }) => line(ring, "Z")).join("");
  return {
    country: rings("country"), abroad: rings("neighbour"), rivers: ground.rivers.map((river) => line(river, "")).join(""),
    frame: `M-9,-9H${GRAIN + 9}V${Math.ceil(GRAIN * height.peek()) + 9}H-9Z`,
  };
}

function grain([x, y]: readonly [number, number]): string {
  return `${(GRAIN * x).toFixed(1)},${(GRAIN * y).toFixed(1)}`;
}

/** Roads, pale where one camp holds both ends, dark and dashed where different camps do. */
export function Roads({ own, all }: { own: Page; all: Weeks }) {
  const now = week.value;
  const one = history.value;
  const drawn = useMemo(() => {
    const found = contactRoads(own, all, one, now);
    const line = (row: number) => `M${own.roads[row]!.map((place) => grain(base.value[place]!)).join("L")}`;
    return { calm: found.calm.map(line).join(""), open: found.open.map(line).join(""), sure: found.sure.map(line).join("") };
  }, [own, all, one, now]);
  const move = useComputed(() => `translate(${shown.value.x * width.value} ${shown.value.y * width.value}) scale(${(shown.value.k * width.value) / GRAIN})`);
  return (
    <g transform={move} class="roads">
      <path class="calm" d={drawn.calm} /><path class="contact open" d={drawn.open} /><path class="contact" d={drawn.sure} />
    </g>
  );
}

/** The places, small ones above large ones. */
export function Places({ own, all }: { own: Page; all: Weeks }) {
  const order = useMemo(() => own.places.map((_, row) => row).sort((one, two) => own.places[two]!.people - own.places[one]!.people), [own]);
  const marks = useMemo(() => order.map((row) => <Mark key={row} row={row} own={own} all={all} />), [order, all]);
  return <g class="places">{marks}</g>;
}

function Mark({ row, own, all }: { row: number; own: Page; all: Weeks }) {
  const { look, move } = useMemo(() => {
    let last: Look | null = null;
    const look = computed(() => {
      const next = lookOf(all, history.value, week.value, row);
      return (last = last && alike(last, next) ? last : next);
    });
    return { look, move: computed(() => placed(row)) };
  }, [row, all]);
  const state = useComputed(() => (picked.value === row ? "mark picked" : hovered.value === row ? "mark near" : "mark"));
  return <g class={state} transform={move}><Shape look={look.value} own={own} radius={radiusOf(own.places[row]!.people)} /></g>;
}

function placed(row: number): string {
  const [x, y] = points.value[row] ?? [0, 0];
  return `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${growth.value.toFixed(2)})`;
}

/** A place's marker with the ring of the camps that hold it in the many, and a dashed ring if it has just changed hands. */
export function Shape({ look, own, radius }: { look: Look; own: Page; radius: number }) {
  const camp = looksOf(own.camps, look.camp);
  const fill = look.filling === "full" ? camp.fill : look.filling === "pale" ? paler(camp.fill) : "#ffffff";
  const reach = radius + GAP + RING;
  return (
    <>
      {look.ring.length > 0 && <circle r={reach + 0.6} class="ring-edge" />}
      {arcsOf(look.ring, radius + GAP, reach).map((arc) => <path key={arc.camp} d={arc.path} fill={looksOf(own.camps, arc.camp).fill} />)}
      {look.changed && <circle r={(look.ring.length ? reach : radius + 1) + 2.4} class="changed" />}
      <path d={markerPath(camp.marker, radius)} fill={fill} class={look.filling === "hollow" ? "hollow" : "filled"} stroke={look.filling === "hollow" ? camp.ink : "#111"} />
      {look.parts && <circle r={radius * 0.3 + 0.4} class="parts" />}
    </>
  );
}

/** So many of the largest places are named even where that covers small markers. */
const IMPORTANT = 10;
/** From this scale on names are whole; before, short. */
const WHOLE_NAMES = 3;
const LETTERS = 11;

interface Drawn {
  row: number;
  text: string;
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
  size: number;
}

/** The names of places and fronts that find room; with each front a bar for the week's dead there. */
export function Names({ own, all }: { own: Page; all: Weeks }) {
  const fronts = useMemo(() => frontSpots(own), [own]);
  const most = useMemo(() => worst(all.fronts.killed), [all]);
  const names = useComputed(() => namesOf(own, fronts));
  return (
    <g class="names">
      {names.value.fronts.map((one) => (
        <g key={`front-${one.row}`} transform={`translate(${one.x.toFixed(1)} ${one.y.toFixed(1)})`}>
          <text class="front-name" text-anchor="middle" dy="0.32em" font-size={one.size}>{one.text}</text>
          <DeadBar own={own} all={all} front={one.row} most={most} />
        </g>
      ))}
      {names.value.places.map((one) => (
        <text key={one.row} class={one.row === picked.value ? "place-name picked" : "place-name"} x={one.x.toFixed(1)} y={one.y.toFixed(1)} dy="0.33em" text-anchor={one.anchor} font-size={one.size}>{one.text}</text>
      ))}
    </g>
  );
}

const BAR = 46;

function DeadBar({ own, all, front, most }: { own: Page; all: Weeks; front: number; most: number }) {
  const now = week.value;
  const { killed, attacks, sorties } = all.fronts;
  const dead = killed.mean[now]?.[front] ?? 0;
  const wide = Math.max(dead > 0 ? 1.5 : 0, (BAR * dead) / most);
  return (
    <g class="dead-bar">
      <title>{`${frontTitle(own, front)}, this week, mean of all histories: ${dead} dead, ${attacks.mean[now]?.[front] ?? 0} attacks begun, ${sorties.mean[now]?.[front] ?? 0} sorties`}</title>
      <rect x={-wide / 2} y="7" width={wide} height="4" />
    </g>
  );
}

function namesOf(own: Page, fronts: ReturnType<typeof frontSpots>): { places: Drawn[]; fronts: Drawn[] } {
  const [wide, high] = [width.value, width.value * height.value];
  if (!wide) return { places: [], fronts: [] };
  const { k } = shown.value;
  const room = (x: number, y: number) => x > -20 && x < wide + 20 && y > -20 && y < high + 20;
  const order = own.places.map((_, row) => row).sort((one, two) => Number(two === picked.value) - Number(one === picked.value) || own.places[two]!.people - own.places[one]!.people);
  const rows = order.filter((row) => room(...points.value[row]!));
  const spots = rows.map((row, rank): Spot => ({
    x: points.value[row]![0], y: points.value[row]![1], radius: growth.value * radiusOf(own.places[row]!.people) + 1,
    text: k >= WHOLE_NAMES || row === picked.value ? nameOf(own.places[row]!.title) : own.places[row]!.short, size: rank < 4 ? LETTERS + 1.5 : LETTERS,
    important: rank < IMPORTANT || row === picked.value,
  }));
  const found = write(spots, wide, high);
  const markers = spots.map(({ x, y, radius }): Box => [x - radius, x + radius, y - radius, y + radius]);
  const middles = fronts.map((front): Spot => {
    const [x, y] = toPixels(onStage(shown.value, project(own.ground, front.longitude, front.latitude)));
    return { x, y: y + 3, radius: 0, text: front.name, size: LETTERS + 1.5, important: true };
  });
  const written = write(middles, wide, high, [...found.boxes, ...(k < WHOLE_NAMES ? [] : markers)]);
  return {
    places: found.written.map((one) => ({ ...one, row: rows[one.spot]!, text: spots[one.spot]!.text, size: spots[one.spot]!.size })),
    fronts: written.written.map((one) => ({ ...one, row: fronts[one.spot]!.front, text: middles[one.spot]!.text, size: LETTERS })),
  };
}

/** Small aircraft at the bases of wings. */
export function Bases({ own }: { own: Page }) {
  const bases = useMemo(() => [...new Set(own.wings.map(({ base: at }) => at).filter((at) => at >= 0))], [own]);
  return <g class="bases">{bases.map((row) => <Base key={row} row={row} own={own} />)}</g>;
}

function Base({ row, own }: { row: number; own: Page }) {
  const move: ReadonlySignal<string> = useComputed(() => {
    const [x, y] = points.value[row] ?? [0, 0];
    const off = growth.value * radiusOf(own.places[row]!.people) + 6;
    return `translate(${(x - off).toFixed(1)} ${(y - off).toFixed(1)})`;
  });
  return <g transform={move}><Aircraft /></g>;
}

export function Aircraft() {
  return <path class="aircraft" d="M0-6 1-3.5V-1L6 2V3.4L1 2V4.6L2.6 6V7L0 6.2-2.6 7V6L-1 4.6V2L-6 3.4V2L-1-1V-3.5Z" />;
}
