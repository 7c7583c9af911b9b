// The difference that a change makes, week by week: its mean with the 95 % band around the line of no difference.
import { useSignal } from "@preact/signals";
import { area, line } from "d3-shape";
import { scaleLinear } from "d3-scale";
import { useEffect, useRef } from "preact/hooks";
import { atWeek, monthsOf, reachOfBand, seriesTitle } from "../bands.ts";
import type { Contrast } from "../contract.ts";
import { Number as Figure } from "../how.tsx";
import { page, toWeek, week } from "../state.ts";
import { plainDate } from "../words.ts";

type Series = Contrast["series"][number];
const TALL = 120;
const EDGE = { left: 44, right: 8, top: 8, bottom: 20 };

export function Band({ series, command }: { series: Series; command: string }) {
  const box = useRef<HTMLDivElement>(null);
  const wide = useSignal(320);
  useEffect(() => {
    if (!box.current) return undefined;
    const watch = new ResizeObserver(([entry]) => { if (entry) wide.value = Math.max(160, Math.round(entry.contentRect.width)); });
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const last = series.difference.mean.length - 1;
  const x = scaleLinear([0, Math.max(1, last)], [EDGE.left, wide.value - EDGE.right]);
  const y = scaleLinear(reachOfBand(series.difference), [TALL - EDGE.bottom, EDGE.top]).nice(4);
  const known = series.difference.mean.flatMap((mean, at) => {
    const low = series.difference.low[at] ?? null;
    const high = series.difference.high[at] ?? null;
    return mean === null || low === null || high === null ? [] : [{ at, mean, low, high }];
  });
  const band = area<(typeof known)[number]>().x((one) => x(one.at)).y0((one) => y(one.low)).y1((one) => y(one.high))(known) ?? "";
  const mean = line<(typeof known)[number]>().x((one) => x(one.at)).y((one) => y(one.mean))(known) ?? "";
  const now = Math.min(week.value, Math.max(0, last));
  const said = atWeek(series, now);
  const date = plainDate(page.value?.dates[now] ?? "");
  const name = `${seriesTitle(series)}, with the change minus without`;
  return (
    <figure class="band" ref={box}>
      <figcaption>{name}{series.unit !== "share" && series.unit !== "1" ? ` [${series.unit}]` : ""}</figcaption>
      <svg
        width={wide.value} height={TALL} viewBox={`0 0 ${wide.value} ${TALL}`} role="img"
        aria-label={`${name}: in week ${now} ${said}`}
        onClick={(event) => toWeek(x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left))}
      >
        {y.ticks(4).map((tick) => (
          <g key={tick}>
            <line class="grid" x1={EDGE.left} x2={wide.value - EDGE.right} y1={y(tick)} y2={y(tick)} />
            <text x={EDGE.left - 5} y={y(tick) + 4} text-anchor="end">{y.tickFormat(4)(tick)}</text>
          </g>
        ))}
        {monthsOf(page.value?.dates ?? [], last, wide.value < 260 ? 3 : 5).map(({ at, words }) => (
          <text key={at} x={x(at)} y={TALL - 5} text-anchor={at === 0 ? "start" : "middle"}>{words}</text>
        ))}
        <path class="wash" d={band} />
        <line class="zero" x1={EDGE.left} x2={wide.value - EDGE.right} y1={y(0)} y2={y(0)} />
        <path class="mean" d={mean} />
        <line class="now" x1={x(now)} x2={x(now)} y1={EDGE.top} y2={TALL - EDGE.bottom} />
      </svg>
      <p class="note">Week {now}, {date}: <Figure text={said} how={{ words: `${name}: mean of all histories at the end of the week, with its 95 % interval.`, command }} /></p>
    </figure>
  );
}
