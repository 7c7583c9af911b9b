// Numbers and dates in words, as the report writes them.
const MONTHS = "January February March April May June July August September October November December".split(" ");

/** 27 February 2016, for the ISO date 2016-02-27. */
export function plainDate(iso: string): string {
  const [year, month, day] = iso.split("-");
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** A whole number with thousands marked; a dash for none. */
export function whole(value: number | null): string {
  return value === null ? "–" : Math.round(value).toLocaleString("en-GB");
}

/** A share as 34 %; below 1 and above 99 with a decimal unless exact. */
export function percent(share: number | null): string {
  if (share === null) return "–";
  const value = 100 * share;
  const exact = Math.min(Math.abs(value), Math.abs(100 - value)) < 1e-9;
  return `${!exact && (value < 1 || value > 99) ? value.toFixed(1) : value.toFixed(0)}\u00a0%`;
}

export function decimal(value: number | null, digits = 2): string {
  return value === null ? "–" : value.toFixed(digits);
}

/** A number in the digits that suit its unit. */
export function amount(value: number | null, unit: string): string {
  if (value === null) return "–";
  return unit === "share" || unit === "ratio" || unit === "1" || Math.abs(value) < 10 ? decimal(value) : whole(value);
}
