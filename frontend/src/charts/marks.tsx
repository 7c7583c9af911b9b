// Dated decisions in a chart: numbered upright lines, a pale strip where the date is a range; the list of them beside.
import { signal } from "@preact/signals";
import type { Decision } from "../contract.ts";
import { page, toWeek } from "../state.ts";
import { plainDate } from "../words.ts";
import { inWeeks, weekOfDay } from "./calendar.ts";
import { labelsOf, ROW, type Plot } from "./plot.ts";

/** Which decisions are pointed at, by their rows, and in which chart; "" in the list. */
const pointed = signal<{ rows: readonly number[]; chart: string }>({ rows: [], chart: "" });

function point(rows: readonly number[], chart = ""): void {
  pointed.value = { rows, chart };
}

export function Marks({ plot, decisions, chart }: { plot: Plot; decisions: readonly Decision[]; chart: string }) {
  const labels = labelsOf(decisions, plot.x);
  const inside = (day: number) => Math.min(plot.right, Math.max(plot.left, plot.x(inWeeks(day))));
  return (
    <g class="marks">
      {decisions.filter((one) => one.high > one.low).map((one, row) => (
        <rect key={row} class="span" x={inside(one.low)} y={plot.top} width={inside(one.high) - inside(one.low)} height={plot.bottom - plot.top} />
      ))}
      {labels.map((label) => {
        const rows = Array.from({ length: label.last - label.first + 1 }, (_, number) => label.first + number);
        const [top, left, right] = [plot.top - 4 - ROW * label.row, inside(decisions[label.first]!.day), inside(decisions[label.last]!.day)];
        return (
          <g key={label.first} onPointerEnter={() => point(rows, chart)} onPointerLeave={() => point([])}>
            {rows.map((row) => <line key={row} x1={inside(decisions[row]!.day)} x2={inside(decisions[row]!.day)} y1={rows.length > 1 ? plot.top - 2 : top + 1} y2={plot.bottom} />)}
            {rows.length > 1 && <path d={`M${left},${plot.top - 2}V${top + 2}H${right}V${plot.top - 2}`} />}
            <rect class="hit" x={left - 6} y={top - ROW} width={right - left + 12} height={plot.bottom - top + ROW} />
            <text x={label.at} y={top - 1} text-anchor="middle">{label.text}</text>
          </g>
        );
      })}
    </g>
  );
}

/** The lines of the decisions that are pointed at, in every chart. */
export function MarkedLines({ plot }: { plot: Plot }) {
  const own = page.value;
  const days = pointed.value.rows.flatMap((row) => own?.decisions[row]?.day ?? []).filter((day) => inWeeks(day) <= plot.weeks);
  return <g class="marked">{days.map((day) => <line key={day} x1={plot.x(inWeeks(day))} x2={plot.x(inWeeks(day))} y1={plot.top - 2} y2={plot.bottom} />)}</g>;
}

/** The words of the decisions that are pointed at in a chart, over it. */
export function MarkTitle({ chart }: { chart: string }) {
  const { rows, chart: where } = pointed.value;
  if (where !== chart || !rows.length) return null;
  return <ul class="mark-title" aria-hidden="true">{rows.map((row) => { const one = page.value?.decisions[row]; return one && <li key={row}>{row + 1}: {sentence(one)}</li>; })}</ul>;
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
              onPointerEnter={() => point([row])} onPointerLeave={() => point([])}
              onFocus={() => point([row])} onBlur={() => point([])}
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
