// What stands in a chart: fans, hatches, names at the ends of lines, samples of lines, and the numbers of a week.
import type { ComponentChildren } from "preact";
import type { Fan, How, Maybe } from "../contract.ts";
import { howOf, Number } from "../how.tsx";
import { chosen, contrast, week } from "../state.ts";
import { spread } from "./apart.ts";
import { middleAndRange, type Layers } from "./layers.ts";
import { fanPaths, lastKnown, linePath } from "./paths.ts";
import type { Plot } from "./plot.ts";

export const GREY = "#767676";
export const INK = "#005a8c";
const OWN = "#1f2328";

/** The fan of a measure: its bands and median; in grey with the alternative over it where the run is held against one. */
export function FanLayer({ layers, plot, ink = INK, fill = ink, dash = "" }: { layers: Layers; plot: Plot; ink?: string; fill?: string; dash?: string }) {
  const path = fanPaths(layers.fan, plot.x, plot.y);
  const other = layers.other && fanPaths(layers.other, plot.x, plot.y);
  const [colour, area] = other ? [GREY, GREY] : [ink, fill];
  return (
    <g>
      <path d={path.wide} fill={area} fill-opacity="0.18" />
      <path d={path.narrow} fill={area} fill-opacity="0.28" />
      <path class="median" d={path.middle} stroke={colour} stroke-dasharray={other ? "" : dash} />
      {other && <path d={other.wide} fill={ink} fill-opacity="0.14" />}
      {other && <path class="median" d={other.middle} stroke={ink} stroke-dasharray="6 3" />}
      {layers.own && <path class="own" d={linePath(layers.own, plot.x, plot.y)} />}
    </g>
  );
}

export interface Ending {
  name: string[]; // lines
  values: readonly Maybe[];
  ink: string;
}

/** Names at the right ends of lines, moved apart. */
export function EndNames({ ends, plot, line = 12 }: { ends: readonly Ending[]; plot: Plot; line?: number }) {
  const known = ends.flatMap((one) => {
    const last = lastKnown(one.values);
    return last ? [{ ...one, height: plot.y(last.value) }] : [];
  });
  const most = Math.max(1, ...known.map((one) => one.name.length));
  const spots = spread(known.map((one) => one.height), line * most + 2, plot.top + 6, plot.bottom - 6);
  return (
    <g class="end-names">
      {known.map((one, row) => (
        <text key={row} fill={one.ink} x={plot.right + 6} y={spots[row]! - (line * (one.name.length - 1)) / 2}>
          {one.name.map((text, number) => <tspan key={number} x={plot.right + 6} dy={number ? line : "0.32em"}>{text}</tspan>)}
        </text>
      ))}
    </g>
  );
}

const STROKES = ["", "M-2,8L8,-2M3,13L13,3", "M0,0L10,10M10,0L0,10", "M-2,2L8,12M3,-3L13,7", "M5,4.5V5.5M0,9.5V10M10,0V.5"];

/** Areas that tell apart by hatch what they tell by colour: `url(#NAME-ROW)`. */
export function Hatches({ name, fills }: { name: string; fills: readonly string[] }) {
  return (
    <defs>
      {fills.map((fill, row) => (
        <pattern key={row} id={`${name}-${row}`} width="10" height="10" patternUnits="userSpaceOnUse">
          <rect width="10" height="10" fill={fill} />
          <path d={STROKES[row % STROKES.length]!} stroke="#fff" stroke-width={row % STROKES.length === 4 ? 2.5 : 1.6} stroke-linecap="round" />
        </pattern>
      ))}
    </defs>
  );
}

/** A sample of a line or an area, as it looks in the chart. */
export function Sample({ ink, dash = "", band = false, fill = "", width = 2 }: { ink: string; dash?: string; band?: boolean; fill?: string; width?: number }) {
  return (
    <svg class="sample" width="26" height="12" aria-hidden="true">
      {fill ? <rect width="26" height="12" fill={fill} /> : <line x2="26" y1="6" y2="6" stroke={ink} stroke-width={width} stroke-dasharray={dash} />}
      {band && <rect width="26" height="12" fill={ink} fill-opacity="0.15" />}
      {band && <rect y="3" width="26" height="6" fill={ink} fill-opacity="0.25" />}
    </svg>
  );
}

export function Key({ children }: { children: ComponentChildren }) {
  return <ul class="key">{children}</ul>;
}

/** What the lines of a fan mean: also the run's and the alternative's where there is one, and the one history's. */
export function FanKey({ ink = INK, children }: { ink?: string; children?: ComponentChildren }) {
  const held = contrast.value;
  return (
    <Key>
      {held ? (
        <>
          <li><Sample ink={GREY} band />as it is (median, 50 % and 80 % of histories)</li>
          <li><Sample ink={ink} dash="6 3" band />{held.label} (median, 80 %)</li>
        </>
      ) : <li><Sample ink={ink} band />median, middle 50 % and 80 % of the histories</li>}
      {chosen.value !== null && <li><Sample ink={OWN} width={1.2} />history {chosen.value}</li>}
      {children}
    </Key>
  );
}

/** Median and 80 % range at the chosen week, of the run and of what it is held against. */
export function AtWeek({ layers, words, format = middleAndRange }: {
  layers: Layers; words: string; format?: (fan: Fan, week: number, unit: string) => string;
}) {
  const [now, held] = [week.value, contrast.value];
  if (now === 0 && layers.fan.middle[0] === null) return <>nothing yet, week 0 is the eve of the first day</>;
  if (!layers.other || !held) return <Number text={format(layers.fan, now, layers.unit)} how={howOf(layers.measure, words, now, layers.of)} />;
  const how: How = { words: `${words}: in the histories that both sides have run`, command: held.command };
  return (
    <>
      <Number text={format(layers.fan, now, layers.unit)} how={how} />
      {" → "}
      <Number text={format(layers.other, now, layers.unit)} how={how} />
    </>
  );
}

/** The same in plain words, for those who do not see the chart. */
export function saidAt(layers: Layers, label: string, now: number): string {
  const base = `${label} ${middleAndRange(layers.fan, now, layers.unit)}`;
  return layers.other ? `${base}, with the change ${middleAndRange(layers.other, now, layers.unit)}` : base;
}
