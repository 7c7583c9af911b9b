// What of the map does not change with the week: land, borders, rivers.
import { memo } from "./memo.ts";
import type { Page } from "../contract.ts";
import { line, type Sheet } from "./geometry.ts";

export const Land = memo(({ own, sheet }: { own: Page; sheet: Sheet }) => (
  <g class="land">
    {own.ground.countries.map((one, row) => <path key={row} class={one.role === "country" ? "country" : "abroad"} d={line(one.ring, sheet, true)} />)}
  </g>
));

export const Borders = memo(({ own, sheet }: { own: Page; sheet: Sheet }) => (
  <g class="borders">
    {own.ground.countries.map((one, row) => <path key={row} class={one.role === "country" ? "own" : "other"} d={line(one.ring, sheet, true)} />)}
    {own.ground.rivers.map((river, row) => <path key={row} class="river" d={line(river, sheet, false)} />)}
  </g>
));
