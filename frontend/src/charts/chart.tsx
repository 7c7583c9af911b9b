// The frame of every chart over weeks: its measured width, its axes, and the upright line at the chosen week, which a
// pointer moves.  What hangs on the week is drawn by parts of its own, so that sliding leaves the rest alone.
import { computed, useSignal, type ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, TargetedPointerEvent } from "preact";
import { useEffect, useId, useMemo, useRef } from "preact/hooks";
import type { Decision, Maybe, Page } from "../contract.ts";
import { page, toWeek, week } from "../state.ts";
import { plainDate } from "../words.ts";
import { dateTicks } from "./calendar.ts";
import { drags, gripAt, weekAt, type Grip } from "./drag.ts";
import { short } from "./layers.ts";
import { MarkedLines, Marks, MarkTitle } from "./marks.tsx";
import { plotOf, type Plot } from "./plot.ts";

export interface Dot {
  values: readonly Maybe[];
  ink: string;
}

interface Shown {
  height: number;
  domain: readonly [number, number];
  say: ReadonlySignal<string>; // the text alternative, with the numbers of the chosen week
  format?: (value: number) => string;
  right?: number; // room for names at the ends of lines
  marks?: boolean; // dated decisions, numbered above
  dates?: boolean; // names of months under the axis
  dots?: readonly Dot[]; // curves that the upright line marks where it crosses them
  draw: (plot: Plot) => ComponentChildren;
  deps: readonly unknown[]; // what `draw` hangs on besides the plot
}

/** The chosen week and its date, to stand after the word week. */
export const weekWords = computed(() => {
  const iso = page.value?.dates[week.value];
  return iso ? `${week.value}, ${plainDate(iso)}` : `${week.value}`;
});

/** Measure the width of an element, also after it changed. */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => { width.value = Math.round(element.clientWidth); });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return { ref, width };
}

export function Chart(shown: Shown) {
  const { ref, width } = useWidth();
  const own = page.value;
  const chart = useId();
  return (
    <div class="chart" ref={ref}>
      {own && width.value > 0 && <Drawing {...shown} own={own} width={width.value} chart={chart} />}
      {shown.marks && <MarkTitle chart={chart} />}
    </div>
  );
}

function Drawing({ own, chart, width, height, domain, say, format, right = 8, marks = false, dates = true, dots = [], draw, deps }: Shown & { own: Page; width: number; chart: string }) {
  const plot = useMemo(
    () => plotOf({ weeks: own.weeks, width, height, domain, right, dates, marks: marks ? within(own.decisions, own.days) : [] }),
    [own, width, height, domain[0], domain[1], right, marks, dates],
  );
  const fixed = useMemo(
    () => (
      <>
        <Axes plot={plot} start={own.start} format={format ?? short} dates={dates} />
        {marks && <Marks plot={plot} decisions={within(own.decisions, own.days)} chart={chart} />}
        {draw(plot)}
      </>
    ),
    [plot, own, ...deps],
  );
  return (
    <svg class="plot" role="img" aria-label={say} width={plot.width} height={plot.height} {...useDrag(plot)}>
      {fixed}
      {marks && <MarkedLines plot={plot} />}
      <Cursor plot={plot} dots={dots} />
    </svg>
  );
}

function within(decisions: readonly Decision[], days: number): readonly Decision[] {
  return decisions.filter((one) => one.day <= days);
}

/** Names of months under the chart, numbers beside it, a pale line at each number. */
export function Axes({ plot, start, format, dates }: { plot: Plot; start: string; format: (value: number) => string; dates: boolean }) {
  return (
    <g class="axes">
      {plot.ticks.map((value) => (
        <g key={value} transform={`translate(0 ${plot.y(value)})`}>
          <line class="grid" x1={plot.left} x2={plot.right} />
          <text x={plot.left - 6} dy="0.32em" text-anchor="end">{format(value)}</text>
        </g>
      ))}
      {dateTicks(start, plot.weeks, plot.right - plot.left).map((tick) => (
        <g key={tick.week} transform={`translate(${plot.x(tick.week)} ${plot.bottom})`}>
          <line class="stroke" y2="4" />
          {dates && <text y="16" text-anchor="middle">{tick.text}</text>}
          {dates && tick.year && <text class="year" y="29" text-anchor="middle">{tick.year}</text>}
        </g>
      ))}
      <line class="stroke" x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} />
    </g>
  );
}

/** The upright line at the chosen week, with a dot on each curve that it crosses. */
function Cursor({ plot, dots }: { plot: Plot; dots: readonly Dot[] }) {
  const at = plot.x(Math.min(plot.weeks, week.value));
  return (
    <g class="cursor">
      <line x1={at} x2={at} y1={plot.top - 2} y2={plot.bottom} />
      {dots.map(({ values, ink }, row) => {
        const value = values[week.value] ?? null;
        return value !== null && <circle key={row} cx={at} cy={plot.y(value)} r="3.5" fill={ink} />;
      })}
    </g>
  );
}

function useDrag(plot: Plot) {
  const grip = useRef<Grip | null>(null);
  const go = (event: TargetedPointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    toWeek(weekAt(x, plot.left, plot.right, plot.weeks));
  };
  return {
    onPointerDown: (event: TargetedPointerEvent<SVGSVGElement>) => {
      if (event.button !== 0) return;
      grip.current = gripAt(event.clientX, event.pointerType);
      event.currentTarget.setPointerCapture(event.pointerId);
      if (grip.current.moving) go(event);
    },
    onPointerMove: (event: TargetedPointerEvent<SVGSVGElement>) => {
      if (grip.current && drags(grip.current, event.clientX)) go(event);
    },
    onPointerUp: (event: TargetedPointerEvent<SVGSVGElement>) => {
      if (grip.current) go(event);
      grip.current = null;
    },
    onPointerCancel: () => { grip.current = null; },
  };
}
