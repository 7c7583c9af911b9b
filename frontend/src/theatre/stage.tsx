// The stage of the map: it answers to mouse, fingers, wheel and keys, and shows what lies under the pointer.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Page, Weeks } from "../contract.ts";
import { chosen, history, place, week } from "../state.ts";
import { percent, plainDate } from "../words.ts";
import { fillingOf, heldBy, holderIn, looksOf } from "./holding.ts";
import { Bases, Land, Names, Places, Roads, Wash } from "./layers.tsx";
import { base, height, hovered, nameOf, pick, picked, points, shown, width } from "./shown.ts";
import { centred, moved, nearest, pinched, STEP, turns, WHOLE, zoomed } from "./view.ts";

/** How far from a place a mouse, and a finger, still means it [px]. */
const REACH = { mouse: 14, touch: 24 };
/** A pointer that moves less than this has not dragged [px]. */
const SLACK = 5;
/** After the page scrolled the wheel goes on scrolling it for so long [ms]. */
const SCROLLING = 350;
const SHARE = 0.15;

export function Stage({ own, all }: { own: Page; all: Weeks }) {
  const room = useRef<HTMLDivElement>(null);
  useMeasured(room);
  useWheel(room);
  const hands = useHands(room);
  return (
    <div
      ref={room} class={shown.value.k > 1 ? "stage zoomed" : "stage"} tabIndex={0} role="group" onKeyDown={(event) => press(event, own)} {...hands}
      aria-label="Map. Plus, minus and zero change its scale, Shift with an arrow moves it, Page Down and Page Up go through the places."
      style={{ aspectRatio: `1 / ${height.value}`, "--high": String(height.value) }}
    >
      <Wash own={own} all={all} />
      <svg viewBox={`0 0 ${Math.max(1, width.value)} ${Math.max(1, width.value * height.value)}`} aria-hidden="true">
        <Land own={own} />
        <Roads own={own} all={all} />
        <Places own={own} all={all} />
        <Bases own={own} />
        <Names own={own} all={all} />
      </svg>
      {chosen.value !== null && history.value && <p class="flag">History {history.value.number}</p>}
      <Tip own={own} all={all} />
      <Scale />
    </div>
  );
}

function Scale() {
  const change = (factor: number) => () => { shown.value = zoomed(shown.value, factor, 0.5, height.value / 2, height.value); };
  const still = (event: Event) => event.stopPropagation();
  return (
    <div class="map-scale" onPointerDown={still} onPointerUp={still} onDblClick={still}>
      <button type="button" aria-label="Larger" title="Larger (+)" onClick={change(STEP)}>+</button>
      <button type="button" aria-label="Smaller" title="Smaller (−)" disabled={shown.value.k <= 1} onClick={change(1 / STEP)}>−</button>
      <button type="button" class="all" aria-label="Whole map" title="Whole map (0)" disabled={shown.value.k <= 1} onClick={() => { shown.value = WHOLE; }}>all</button>
    </div>
  );
}

/** Name and holder of the place under the pointer, beside it. */
function Tip({ own, all }: { own: Page; all: Weeks }) {
  const row = hovered.value;
  const found = own.places[row];
  if (!found) return null;
  const [x, y] = points.value[row]!;
  const [first] = heldBy(all, week.value, row);
  const one = history.value;
  const words = one
    ? looksOf(own.camps, holderIn(one, week.value, row)).title
    : first ? `${looksOf(own.camps, first.camp).title}, ${percent(first.share)}` : "";
  return (
    <p class={x > width.value / 2 ? "tip left" : "tip"} aria-hidden="true" style={{ left: `${x}px`, top: `${y}px` }}>
      <strong>{nameOf(found.title)}</strong><br />{words}{!one && first && fillingOf(first.share) === "hollow" ? ", unsure" : ""}
    </p>
  );
}

function useMeasured(room: { current: HTMLDivElement | null }): void {
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => { width.value = Math.round(element.clientWidth); });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
}

/** The wheel enlarges the map under the pointer, but not while the page scrolls past, and a whole map lets it pass. */
function useWheel(room: { current: HTMLDivElement | null }): void {
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    let scrolled = -Infinity;
    const scroll = () => { scrolled = performance.now(); };
    const wheel = (event: WheelEvent) => {
      if (performance.now() - scrolled < SCROLLING && !event.ctrlKey) return;
      if (!turns(shown.value, event.deltaY)) return;
      event.preventDefault();
      hovered.value = -1;
      const [x, y] = inside(element, event);
      const lines = event.deltaMode === 1 ? 16 : 1;
      const delta = Math.max(-240, Math.min(240, event.deltaY * lines * (event.ctrlKey ? 4 : 1)));
      shown.value = zoomed(shown.value, 2 ** (-delta / 240), x, y, height.value);
    };
    element.addEventListener("wheel", wheel, { passive: false });
    globalThis.addEventListener("scroll", scroll, { passive: true });
    return () => {
      element.removeEventListener("wheel", wheel);
      globalThis.removeEventListener("scroll", scroll);
    };
  }, []);
}

function inside(element: Element, event: { clientX: number; clientY: number }): [number, number] {
  const edge = element.getBoundingClientRect();
  return [(event.clientX - edge.left) / edge.width, (event.clientY - edge.top) / edge.width];
}

/** Dragging with one pointer, pinching with two, and picking a place with a touch or click. */
function useHands(room: { current: HTMLDivElement | null }) {
  const down = useRef(new Map<number, [number, number]>());
  const far = useRef(0);
  const dragging = useSignal(false);
  const where = (event: PointerEvent) => inside(room.current!, event);
  const lift = (event: PointerEvent) => {
    down.current.delete(event.pointerId);
    if (!down.current.size) dragging.value = false;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      if (!down.current.size) far.current = 0;
      down.current.set(event.pointerId, where(event));
      room.current!.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const last = down.current.get(event.pointerId);
      const now = where(event);
      if (!last) {
        if (event.pointerType === "mouse") hovered.value = nearest(points.value, now[0] * width.value, now[1] * width.value, REACH.mouse);
        return;
      }
      const before = [...down.current.values()];
      down.current.set(event.pointerId, now);
      far.current += Math.hypot(now[0] - last[0], now[1] - last[1]) * width.value;
      if (before.length === 2) shown.value = pinched(shown.value, before, [...down.current.values()], height.value);
      else if (before.length === 1 && far.current > SLACK) {
        hovered.value = -1;
        shown.value = moved(shown.value, now[0] - last[0], now[1] - last[1], height.value);
      }
    },
    onPointerUp: (event: PointerEvent) => {
      if (down.current.has(event.pointerId) && far.current <= SLACK) {
        const [x, y] = where(event);
        const row = nearest(points.value, x * width.value, y * width.value, event.pointerType === "mouse" ? REACH.mouse : REACH.touch);
        if (row >= 0) pick(row);
        else place.value = "";
      }
      lift(event);
    },
    onPointerCancel: lift,
    onPointerLeave: () => { hovered.value = -1; },
    onDblClick: (event: MouseEvent) => {
      const [x, y] = inside(room.current!, event);
      shown.value = zoomed(shown.value, STEP, x, y, height.value);
    },
  };
}

const SHIFTS: Record<string, [number, number]> = { ArrowLeft: [SHARE, 0], ArrowRight: [-SHARE, 0], ArrowUp: [0, SHARE], ArrowDown: [0, -SHARE] };

function press(event: KeyboardEvent, own: Page): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const middle = height.value / 2;
  const shift = event.shiftKey ? SHIFTS[event.key] : undefined;
  if (shift) shown.value = moved(shown.value, ...shift, height.value);
  else if (event.key === "+" || event.key === "=") shown.value = zoomed(shown.value, STEP, 0.5, middle, height.value);
  else if (event.key === "-") shown.value = zoomed(shown.value, 1 / STEP, 0.5, middle, height.value);
  else if (event.key === "0") shown.value = WHOLE;
  else if (event.key === "PageDown" || event.key === "PageUp") next(own, event.key === "PageDown" ? 1 : -1);
  else return;
  event.preventDefault();
}

/** Pick the next place by people, and bring it into sight. */
function next(own: Page, step: number): void {
  const order = own.places.map((_, row) => row).sort((one, two) => own.places[two]!.people - own.places[one]!.people);
  const at = order.indexOf(picked.value);
  const row = order[at < 0 ? (step > 0 ? 0 : order.length - 1) : (at + step + order.length) % order.length];
  if (row === undefined) return;
  place.value = own.places[row]!.id;
  goTo(row, 1);
}

/** Bring a place into sight, in the middle and at least `k` times as large unless it is in sight already. */
export function goTo(row: number, k: number): void {
  const [x, y] = points.value[row] ?? [-1, -1];
  const [wide, high] = [width.value, width.value * height.value];
  if (shown.value.k >= k && x > 0 && y > 0 && x < wide && y < high) return;
  shown.value = centred(shown.value, base.value[row]!, k, height.value);
}

export function titleOf(own: Page, now: number): string {
  return now ? `week ${now}, ends ${plainDate(own.dates[now]!)}` : `the eve of ${plainDate(own.start)}`;
}
