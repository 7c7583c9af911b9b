// A table of the page: a caption, heads that sort, a box of its own to scroll in, and room under a row for its details.
import { useSignal } from "@preact/signals";
import { Fragment, type ComponentChildren } from "preact";
import { narrow } from "./narrow.ts";
import { sorted, turned, type Key, type Order } from "../sorting.ts";

export interface Column<Row> {
  head: string;
  cell: (row: Row) => ComponentChildren;
  key?: (row: Row) => Key; // what it sorts by; without one it does not sort
  right?: boolean; // for numbers
  first?: boolean; // the head of its row
  class?: string;
  spare?: boolean; // left out on a narrow page
}

export function Table<Row>({ columns: all, rows, caption, hidden = false, name, under, chosen, order }: {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  caption: string;
  hidden?: boolean; // the caption is there for those who cannot see the table
  name?: (row: Row) => string;
  under?: (row: Row) => ComponentChildren;
  chosen?: (row: Row) => boolean;
  order?: { value: Order | null };
}) {
  const columns = narrow.value ? all.filter((column) => !column.spare) : all;
  const own = useSignal<Order | null>(null);
  const by = order ?? own;
  const at = by.value;
  const shown = at ? sorted(rows, all[at.column]?.key, at.down) : rows;
  return (
    <div class="table-box" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class={hidden ? "unseen" : ""}>{caption}</caption>
        <thead>
          <tr>{columns.map((column) => <Head key={column.head} column={column} number={all.indexOf(column)} by={by} />)}</tr>
        </thead>
        <tbody>
          {shown.map((row, number) => {
            const more = under?.(row);
            return (
              <Fragment key={name?.(row) ?? number}>
                <tr class={chosen?.(row) ? "chosen" : ""}>
                  {columns.map((column) => (column.first
                    ? <th key={column.head} scope="row" class={classOf(column)}>{column.cell(row)}</th>
                    : <td key={column.head} class={classOf(column)}>{column.cell(row)}</td>))}
                </tr>
                {more && <tr class="under"><td colSpan={columns.length}>{more}</td></tr>}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>({ column, number, by }: { column: Column<Row>; number: number; by: { value: Order | null } }) {
  if (!column.key) return <th scope="col" class={classOf(column)}>{column.head}</th>;
  const order = by.value?.column === number ? by.value : null;
  return (
    <th scope="col" class={classOf(column)} aria-sort={order ? (order.down ? "descending" : "ascending") : "none"}>
      <button type="button" class="sort" onClick={() => { by.value = turned(by.value, number); }}>
        {column.head}<span aria-hidden="true">{order ? (order.down ? " ↓" : " ↑") : " ↕"}</span>
      </button>
    </th>
  );
}

function classOf<Row>(column: Column<Row>): string {
  return [column.right ? "right" : "", column.class ?? ""].filter((name) => name !== "").join(" ");
}

/** Which page of a long table is shown, and the way to the others. */
export function Pager({ page, pages, what, turn }: { page: number; pages: number; what: string; turn: (page: number) => void }) {
  if (pages < 2) return null;
  return (
    <nav class="pager" aria-label={`Pages of ${what}`}>
      <button type="button" disabled={page === 0} onClick={() => turn(page - 1)}>Earlier</button>
      <span role="status">page {page + 1} of {pages}</span>
      <button type="button" disabled={page === pages - 1} onClick={() => turn(page + 1)}>Further</button>
    </nav>
  );
}

/** A command as it is typed, with a button that copies it. */
export function Command({ line }: { line: string }) {
  const told = useSignal("Copy");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(line);
      told.value = "Copied";
    } catch {
      told.value = "Mark it to copy";
    }
  };
  return (
    <div class="command">
      <pre tabIndex={0} aria-label="Command"><code>{line}</code></pre>
      <button type="button" onClick={() => { void copy(); }}>{told}</button>
    </div>
  );
}
