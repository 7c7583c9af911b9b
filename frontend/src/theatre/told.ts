// The numbers of the chosen week, as the list beside the map tells them.
import type { History, Maybe, Page, Weekly, Weeks } from "../contract.ts";
import { decimal, whole } from "../words.ts";

/** One line of the list: what it is, over all histories and in the one that is followed. */
export interface WeekNumber {
  measure: string;
  of: string[];
  title: string;
  many: string; // median and the middle 80 %
  one: string; // "" without a history
}

const DAYS_A_WEEK = 7;
const MEASURES = ["cohesion", "killed", "civilians_killed", "requests", "effort"];

/** Return the lines of a week, in the order of the server's curves, without those that the charts below take apart. */
export function numbersOf(weeks: Weeks, history: History | null, week: number): WeekNumber[] {
  return weeks.series
    .filter(({ measure }) => MEASURES.includes(measure))
    .map((series) => ({
      measure: series.measure, of: series.of, title: series.title.replace(" in the week", ""),
      many: ranged(series, week), one: history ? amount(ownOf(history, series, week), series.unit) : "",
    }));
}

/** A number of a week: shares and ratios with two decimals, what is counted in wholes unless it is a part of few. */
function amount(value: Maybe, unit: string): string {
  if (value === null) return "–";
  if (unit === "share" || unit === "ratio") return decimal(value, 2);
  return Math.abs(value) < 10 && !Number.isInteger(value) ? decimal(value, 1) : whole(value);
}

/** The median of a week with the middle 80 % of the histories behind it. */
export function ranged({ fan, unit }: Weekly, week: number): string {
  const at = (values: Maybe[]) => amount(values[week] ?? null, unit);
  const [low, middle, high] = [at(fan.low), at(fan.middle), at(fan.high)];
  return low === high ? middle : `${middle} (${low} to ${high})`;
}

/** What one history has of a curve in a week. */
export function ownOf(history: History, series: Pick<Weekly, "measure" | "of">, week: number): Maybe {
  const own = history.series.find(({ measure, of }) => measure === series.measure && of.join() === series.of.join());
  return own?.values[week] ?? null;
}

/** The week in which a decision falls after so many days: the first day, after none, is in week 1. */
export function weekOfDecision(day: number, last: number): number {
  return Math.min(last, Math.floor(day / DAYS_A_WEEK) + 1);
}

/** Dated decisions that fall into the week, by their most likely day; what the run does not reach is none. */
export function decisionsOf(own: Page, week: number): Page["decisions"] {
  return own.decisions.filter(({ day }) => day < own.days && weekOfDecision(day, own.weeks) === week);
}

/** Aircraft of the wings in a week; in wholes, for a wing is counted. */
export function aircraftOf(weeks: Weeks, week: number, wing: number): string {
  const { mean, low, high } = weeks.aircraft;
  const [few, most] = [low[week]?.[wing] ?? null, high[week]?.[wing] ?? null];
  const middle = whole(mean[week]?.[wing] ?? null);
  return few === most ? middle : `${middle} (${whole(few)} to ${whole(most)})`;
}
