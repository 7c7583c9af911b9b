// Dated decisions in a chart: numbered upright lines, a pale strip where the date is a range; the list of them beside.
import { signal } from "@preact/signals";
import type { Decision } from "../contract.ts";
import { page, toWeek } from "../state.ts";
import { plainDate } from "../words.ts";
import { rowsOf } from "./apart.ts";
import { inWeeks, weekOfDay } from "./calendar.ts";
import { GAP, ROW, type Plot } from "./plot.ts";

/** Which decision is pointed at, -1 none. */
export const pointed = signal(-1);

export function Marks({ plot, decisions }: { plot: Plot; decisions: readonly Decision[] }) {
  const places = decisions.map((one) => plot.x(inWeeks(one.day)));
  const rows = rowsOf(places, GAP);
  const inside = (day: number) => Math.min(plot.right, Math.max(plot.left, plot.x(inWeeks(day))));
  return (
    <g class="marks">
      {decisions.map((one, row) => {
        const [at, top] = [places[row]!, plot.top - 4 - ROW * rows[row]!];
        return (
          <g key={row} onPointerEnter={() => { pointed.value = row; }} onPointerLeave={() => { pointed.value = -1; }}>
            {one.high > one.low && (
              <rect class="span" x={inside(one.low)} y={plot.top} width={inside(one.high) - inside(one.low)} height={plot.bottom - plot.top} />
            )}
            <line x1={at} x2={at} y1={top + 1} y2={plot.bottom} />
            <rect class="hit" x={at - GAP / 2} y={top - ROW} width={GAP} height={plot.bottom - top + ROW} />
            <text x={at} y={top - 1} text-anchor="middle">{row + 1}</text>
          </g>
        );
      })}
    </g>
  );
}

/** The words of the decision that is pointed at, over the chart. */
export function MarkTitle() {
  const one = page.value?.decisions[pointed.value];
  return one ? <p class="mark-title" aria-hidden="true">{pointed.value + 1}: {sentence(one)}</p> : null;
}

/** All dated decisions by their numbers; each leads to its week. */
export function Decisions() {
  const own = page.value;
  if (!own?.decisions.length) return null;
  return (
    <details class="decisions">
      <summary>The {own.decisions.length} dated decisions by their numbers</summary>
      <ol>
        {own.decisions.map((one, row) => (
          <li key={row}>
            <button
              type="button" onClick={() => toWeek(weekOfDay(one.day, own.weeks))}
              onPointerEnter={() => { pointed.value = row; }} onPointerLeave={() => { pointed.value = -1; }}
              onFocus={() => { pointed.value = row; }} onBlur={() => { pointed.value = -1; }}
            >{sentence(one)}</button>
          </li>
        ))}
      </ol>
    </details>
  );
}

function sentence(one: Decision): string {
  return `${plainDate(one.date)}: ${one.titles.join("; ")}`;
}
