import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ground } from "../src/contract.ts";
import { cellsOf, radiusOf, sheetOf, WHOLE, within, zoomed } from "../src/map/geometry.ts";
import { arcsOf, heldBy, lookOf, paler, sureness, washed } from "../src/map/holding.ts";
import { placed } from "../src/map/names.ts";

const GROUND: Ground = {
  west: 30, east: 40, south: 30, north: 35, stretch: 1.2, countries: [], rivers: [],
  cells: { columns: 3, rows: 2, runs: [-1, 2, 0, 1, 1, 3] }, credit: "",
};

test("the corners of the ground are the corners of the sheet, north above", () => {
  const sheet = sheetOf(GROUND);
  assert.equal(sheet.height, 600);
  assert.deepEqual([sheet.x(30), sheet.y(35), sheet.x(40), sheet.y(30)], [0, 0, 1000, 600]);
});

test("cells come from the south and are turned to the north", () => {
  assert.deepEqual([...cellsOf(GROUND)], [1, 1, 1, -1, -1, 0]);
});

test("zooming leaves the point under the finger where it is, and never leaves the sheet", () => {
  const sheet = sheetOf(GROUND);
  const closer = zoomed(WHOLE, 2, 400, 300, sheet);
  const seen = (look: typeof WHOLE, x: number) => ((x - look.x) * look.scale) / sheet.width;
  assert.ok(Math.abs(seen(WHOLE, 400) - seen(closer, 400)) < 1e-12);
  assert.deepEqual(zoomed(closer, 0.01, 0, 0, sheet), WHOLE);
  assert.deepEqual(within({ x: -50, y: 9999, scale: 2 }, sheet), { x: 0, y: 300, scale: 2 });
});

test("markers grow with people up to a bound", () => {
  assert.ok(radiusOf(0) < radiusOf(10_000) && radiusOf(10_000) < radiusOf(600_000));
  assert.equal(radiusOf(600_000), radiusOf(9_000_000));
});

test("shares make a whole ring in their order", () => {
  const held = heldBy([2, 0.6, 0, 0.3, -1, 0.1]);
  assert.deepEqual(held.map((one) => one.camp), [2, 0, -1]);
  const arcs = arcsOf(held);
  assert.equal(arcs[0]!.from, 0);
  assert.ok(Math.abs(arcs.at(-1)!.to - 1) < 1e-12);
  for (let at = 1; at < arcs.length; at++) assert.equal(arcs[at]!.from, arcs[at - 1]!.to);
});

test("sureness is told at its bounds, and nobody has a look", () => {
  assert.deepEqual([1, 0.8, 0.79, 0.5, 0.49].map(sureness), ["sure", "sure", "likely", "likely", "open"]);
  assert.equal(lookOf([], -1).title, "nobody");
  assert.equal(paler("#804020", 0), "#ffffff");
  assert.equal(paler("#804020", 1), "#804020");
  assert.ok(washed(0.3) < washed(0.6) && washed(0.6) < washed(1));
});

test("names hide neither a marker nor each other and stay on the map", () => {
  const spots = Array.from({ length: 60 }, (_, at) => ({ x: (at * 37) % 300, y: (at * 53) % 200, radius: 4, text: `Place ${at}`, height: 11 }));
  const found = placed(spots, 300, 200);
  assert.ok(found.length > 5 && found.length < 60);
  const boxes = found.map((one) => {
    const wide = 0.56 * 11 * spots[one.row]!.text.length;
    const left = one.anchor === "start" ? one.x : one.anchor === "end" ? one.x - wide : one.x - wide / 2;
    return [left, left + wide, one.y - 5.5, one.y + 5.5] as const;
  });
  boxes.forEach((box, row) => {
    assert.ok(box[0] >= 0 && box[1] <= 300 && box[2] >= 0 && box[3] <= 200);
    for (const other of boxes.slice(row + 1)) assert.ok(box[0] >= other[1] || box[1] <= other[0] || box[2] >= other[3] || box[3] <= other[2]);
    for (const spot of spots) assert.ok(box[0] >= spot.x + 4 || box[1] <= spot.x - 4 || box[2] >= spot.y + 4 || box[3] <= spot.y - 4);
  });
});
