// Order of a table's rows, and pages of a long one.
export type Key = string | number | null;

export interface Order {
  column: number;
  down: boolean;
}

/** Compare two keys: numbers by size, words by the alphabet with numbers in them by size, what is not known last. */
export function compare(one: Key, two: Key, down: boolean): number {
  if (one === null || two === null) return one === two ? 0 : one === null ? 1 : -1;
  const found = typeof one === "number" && typeof two === "number"
    ? one - two
    : String(one).localeCompare(String(two), "en", { numeric: true, sensitivity: "base" });
  return down ? -found : found;
}

/** The rows in order; rows with the same key stay as they were. */
export function sorted<Row>(rows: readonly Row[], key: ((row: Row) => Key) | undefined, down: boolean): Row[] {
  if (!key) return [...rows];
  return rows.map((row) => ({ row, key: key(row) })).sort((one, two) => compare(one.key, two.key, down)).map(({ row }) => row);
}

/** What a click on a column's head makes of the order: first up, then down, then as the table came. */
export function turned(order: Order | null, column: number): Order | null {
  if (order?.column !== column) return { column, down: false };
  return order.down ? null : { column, down: true };
}

/** The number in a cell's text, for sorting and to set it right; null if it is no number. */
export function numberIn(text: string): number | null {
  const plain = text.replace(/[\u00a0\u202f]/g, " ").replace("−", "-").trim();
  const found = /^([<>]?)\s*([+-]?\d[\d,]*\.?\d*)(e[+-]?\d+)?\s*(k)?(\s*(%|x|±.*|\(.*\)|[a-z]+))?$/i.exec(plain);
  if (!found) return null;
  const value = Number(`${(found[2] ?? "").replaceAll(",", "")}${found[3] ?? ""}`);
  return Number.isFinite(value) ? value * (found[4] ? 1000 : 1) : null;
}

export interface Part<Row> {
  rows: Row[];
  page: number;
  pages: number;
}

/** One page of the rows; a page that is not there is the nearest one. */
export function partOf<Row>(rows: readonly Row[], page: number, size: number): Part<Row> {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const at = Math.min(pages - 1, Math.max(0, page));
  return { rows: rows.slice(at * size, (at + 1) * size), page: at, pages };
}
