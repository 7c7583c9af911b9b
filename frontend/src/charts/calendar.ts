// The axis of time: weeks from the eve of the first day, with the months and years that they fall in.

export interface DateTick {
  week: number; // may lie between two weeks
  text: string;
  year: string; // "" unless this is the first tick of its year
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const DAY = 86_400_000;
const DAYS_A_WEEK = 7;
/** Months between two ticks that a person reads without counting. */
const STEPS = [1, 2, 3, 6, 12, 24, 60, 120];

/** Return the firsts of months of a war as ticks, as close as `room` [px] for `wide` [px] a tick allows. */
export function dateTicks(start: string, weeks: number, room: number, wide = 34): DateTick[] {
  const first = new Date(`${start}T00:00:00Z`);
  const last = first.getTime() + weeks * DAYS_A_WEEK * DAY;
  const months = Math.max(1, (weeks * DAYS_A_WEEK) / 30.44);
  const step = STEPS.find((number) => (room * number) / months >= wide) ?? STEPS.at(-1)!;
  const found: DateTick[] = [];
  let before = "";
  const origin = first.getUTCFullYear() * 12 + first.getUTCMonth();
  for (let month = Math.ceil(origin / step) * step; ; month += step) {
    const date = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (date > last) return found;
    if (date < first.getTime()) continue;
    const year = String(Math.floor(month / 12));
    const week = (date - first.getTime()) / DAY / DAYS_A_WEEK;
    found.push(
      step >= 12 ? { week, text: year, year: "" } : { week, text: MONTHS[month % 12]!, year: year === before ? "" : year },
    );
    before = year;
  }
}

/** The week at whose end so many days have passed, none outside the war. */
export function weekOfDay(day: number, last: number): number {
  return Math.min(last, Math.max(0, Math.ceil(day / DAYS_A_WEEK)));
}

/** Days as a place on the axis of weeks. */
export function inWeeks(day: number): number {
  return day / DAYS_A_WEEK;
}
