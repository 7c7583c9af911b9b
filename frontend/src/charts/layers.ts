// What one chart shows of one measure: the run's own fan, what it is held against, and the one history that is followed.
import type { Contrast, Fan, History, Maybe, Weekly, Weeks } from "../contract.ts";
import { decimal, percent, whole } from "../words.ts";

export interface Layers {
  measure: string;
  of: readonly string[];
  title: string;
  unit: string;
  fan: Fan; // the run's; the baseline of the contrast where there is one
  other: Fan | null; // the alternative
  own: Maybe[] | null; // the one history
}

const BANDS = ["low", "lower", "middle", "upper", "high"] as const;
/** Sums over a week: on the eve of the first day there is none. */
const SUMS: readonly string[] = ["killed", "civilians_killed", "requests"];

/** Return the run's series of a measure, null if it has none. */
export function seriesOf(weeks: Weeks, measure: string, of: readonly string[] = []): Weekly | null {
  return weeks.series.find((one) => one.measure === measure && same(one.of, of)) ?? null;
}

/** Put together what a chart draws of a series. */
export function layersOf(series: Weekly, contrast: Contrast | null, history: History | null): Layers {
  const held = contrast?.series.find((one) => one.measure === series.measure && same(one.of, series.of));
  const own = history?.series.find((one) => one.measure === series.measure && same(one.of, series.of));
  const known = SUMS.includes(series.measure) ? withoutEve : (fan: Fan) => fan;
  return {
    measure: series.measure, of: series.of, title: series.title, unit: series.unit,
    fan: known(held ? held.baseline : series.fan), other: held ? known(held.alternative) : null,
    own: own ? (SUMS.includes(series.measure) ? [null, ...own.values.slice(1)] : own.values) : null,
  };
}

function withoutEve(fan: Fan): Fan {
  return Object.fromEntries(BANDS.map((name) => [name, [null, ...fan[name].slice(1)]])) as unknown as Fan;
}

/** The lowest and the highest number that a chart of these layers has to hold; 0 is always in. */
export function reach(layers: readonly Layers[], least = 0): [number, number] {
  let low = 0;
  let high = least;
  for (const layer of layers) {
    for (const values of [layer.fan.low, layer.fan.high, layer.other?.low, layer.other?.high, layer.own]) {
      for (const value of values ?? []) {
        if (value === null) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  return [low, high > low ? high : low + 1];
}

/** The median of a week and its 80 % range in words: 0.83 (0.71 to 0.90). */
export function middleAndRange(fan: Fan, week: number, unit: string): string {
  const [low, middle, high] = [fan.low[week] ?? null, fan.middle[week] ?? null, fan.high[week] ?? null];
  if (middle === null) return "not known";
  if (low === middle && high === middle) return counted(middle, unit);
  return `${counted(middle, unit)} (${counted(low, unit)} to ${counted(high, unit)})`;
}

/** A number in the digits that suit its unit: shares with two decimals, small counts with one unless whole. */
export function counted(value: Maybe, unit: string): string {
  if (value === null) return "–";
  if (unit === "share" || unit === "ratio" || unit === "1") return decimal(value);
  return Math.abs(value) < 10 && !Number.isInteger(value) ? decimal(value, 1) : whole(value);
}

/** The share of all histories that have a first fissure by the end of a week. */
export function brokenBy(shares: readonly (readonly number[])[], week: number): number {
  let sum = 0;
  for (let number = 0; number <= week && number < shares.length; number++) {
    for (const share of shares[number]!) sum += share;
  }
  return Math.min(1, sum);
}

/** Each kind's part of the histories, week by week, stacked: [kind][week] = [floor, top]. */
export function stacked(shares: readonly (readonly number[])[], kinds: number): [number, number][][] {
  const found: [number, number][][] = Array.from({ length: kinds }, () => []);
  for (const week of shares) {
    let floor = 0;
    for (let kind = 0; kind < kinds; kind++) {
      const top = floor + (week[kind] ?? 0);
      found[kind]!.push([floor, top]);
      floor = top;
    }
  }
  return found;
}

/** The part of one answer among all, by its means; null in a week without requests. */
export function partOf(means: readonly (readonly Maybe[])[], row: number, week: number): Maybe {
  let whole = 0;
  for (const values of means) whole += values[week] ?? 0;
  return whole > 0 ? (means[row]?.[week] ?? 0) / whole : null;
}

/** Whether a curve moves at all, within `grain`. */
export function moves(fan: Fan, grain = 1e-6): boolean {
  const known = [...fan.low, ...fan.high].filter((value): value is number => value !== null);
  return known.length > 0 && Math.max(...known) - Math.min(...known) > grain;
}

/** A number as a person would say it on an axis: 950, 12 k, 1.5 M. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${+(value / 1e6).toPrecision(3)} M`;
  if (size >= 1e4) return `${+(value / 1e3).toPrecision(3)} k`;
  return (+value.toPrecision(6)).toLocaleString("en-GB", { maximumFractionDigits: 6 });
}

/** A share on an axis, in percent without needless digits. */
export function shortShare(value: number): string {
  return `${+(100 * value).toPrecision(3)} %`;
}

/** A share with its range: 34 % (29 to 40 %). */
export function shareAndRange(share: Maybe, low: Maybe, high: Maybe): string {
  return `${percent(share)} (${percent(low).replace("\u00a0%", "")} to ${percent(high)})`;
}

function same(one: readonly string[], two: readonly string[]): boolean {
  return one.length === two.length && one.every((word, row) => word === two[row]);
}
