// Numbers of the weekly difference: how far the axis reaches, what a week says, where months begin.
import type { Band, Contrast } from "./contract.ts";
import { decimalsFor } from "./contrasts.ts";

/** The lowest and highest end of a band, 0 always between them. */
export function reachOfBand(band: Band): [number, number] {
  const ends = [...band.low, ...band.high, ...band.mean].filter((end) => end !== null);
  const low = ends.reduce((one, two) => Math.min(one, two), 0);
  const high = ends.reduce((one, two) => Math.max(one, two), 0);
  return low === high ? [-1, 1] : [low, high];
}

/** What a series of weeks is of: cohesion; places held: Insurgents. */
export function seriesTitle(one: { measure: string; of: readonly string[]; title: string }): string {
  const measure = one.measure.replaceAll("_", " ");
  return one.of.length === 0 || one.title.toLowerCase().startsWith(measure) ? one.title : `${measure}: ${one.title}`;
}

/** The difference of a week in words: +0.031 (95 %: +0.010 to +0.052). */
export function atWeek(series: Contrast["series"][number], week: number): string {
  const { mean, low, high } = series.difference;
  const [middle, below, above] = [mean[week] ?? null, low[week] ?? null, high[week] ?? null];
  if (middle === null) return "not known";
  const digits = below === null || above === null ? 2 : decimalsFor(above - below);
  const ends = below === null || above === null ? "" : ` (95 %: ${withSign(below, digits)} to ${withSign(above, digits)})`;
  return withSign(middle, digits) + ends;
}

function withSign(value: number, digits: number): string {
  const text = Math.abs(value).toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (/^[0.,]*$/.test(text) ? "" : value < 0 ? "−" : "+") + text;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** The first week of some months, at most `most` of them, spread evenly; with the year where it changes. */
export function monthsOf(dates: readonly string[], last: number, most: number): { at: number; words: string }[] {
  const starts = dates.slice(0, last + 1).flatMap((date, at) => {
    const month = date.slice(0, 7);
    return at > 0 && month !== dates[at - 1]?.slice(0, 7) ? [{ at, month }] : [];
  });
  const step = Math.max(1, Math.ceil(starts.length / most));
  const chosen = starts.filter((_, row) => row % step === 0);
  return chosen.map(({ at, month }, row) => {
    const [year = "", number = "1"] = month.split("-");
    const before = chosen[row - 1]?.month.slice(0, 4);
    return { at, words: `${MONTHS[Number(number) - 1] ?? ""}${before === year ? "" : ` ${year}`}` };
  });
}
