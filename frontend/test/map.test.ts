import assert from "node:assert/strict";
import { test } from "node:test";
import { write, type Spot } from "../src/theatre/labels.ts";
import { centred, heightOf, held, LARGEST, moved, nearest, onStage, pinched, project, turns, WHOLE, zoomed, type MapView } from "../src/theatre/view.ts";
import { cellsOf, paint, strengthOf } from "../src/theatre/wash.ts";
import { ONE, PAGE, WEEKS } from "./theatre.ts";

const HIGH = heightOf(PAGE.ground);
const near = (one: readonly number[], two: readonly number[]) => one.forEach((value, row) => assert.ok(Math.abs(value - two[row]!) < 1e-9, `${one} is not ${two}`));

test("the corners of the ground are the corners of the map, north above", () => {
  near([HIGH], [0.6]);
  near(project(PAGE.ground, 30, 35), [0, 0]);
  near(project(PAGE.ground, 40, 30), [1, HIGH]);
});

test("what lies under the pointer stays there while the map grows and shrinks", () => {
  let view: MapView = WHOLE;
  for (const factor of [2, 1.6, 3, 0.7]) {
    const under: [number, number] = [(0.4 - view.x) / view.k, (0.3 - view.y) / view.k];
    view = zoomed(view, factor, 0.4, 0.3, HIGH);
    near(onStage(view, under), [0.4, 0.3]);
  }
});

test("no view leaves the map, and none is smaller than the whole or larger than allowed", () => {
  for (const view of [{ k: 3, x: 1, y: 1 }, { k: 3, x: -9, y: -9 }, { k: 0.1, x: 0.3, y: 0 }, { k: 99, x: -50, y: -0.2 }]) {
    const found = held(view, HIGH);
    assert.ok(found.k >= 1 && found.k <= LARGEST);
    const [left, top] = onStage(found, [0, 0]);
    const [right, foot] = onStage(found, [1, HIGH]);
    assert.ok(left <= 0 && top <= 0 && right >= 1 - 1e-9 && foot >= HIGH - 1e-9, JSON.stringify(found));
  }
  assert.deepEqual(held({ k: 1, x: -0.5, y: 0.4 }, HIGH), WHOLE);
  assert.deepEqual(zoomed({ k: 4, x: -2, y: -1 }, 0.01, 0.2, 0.2, HIGH), WHOLE);
});

test("a map that was moved shows what lies beside", () => {
  const view = moved({ k: 4, x: -1, y: -1 }, -0.25, 0.1, HIGH);
  near([view.x, view.y, view.k], [-1.25, -0.9, 4]);
});

test("two fingers keep what they hold", () => {
  const before: [number, number][] = [[0.4, 0.3], [0.5, 0.3]];
  const after: [number, number][] = [[0.35, 0.32], [0.65, 0.32]];
  const start: MapView = { k: 2, x: -0.6, y: -0.4 };
  const view = pinched(start, before, after, HIGH);
  near([view.k], [6]);
  before.forEach((finger, row) => {
    const ground: [number, number] = [(finger[0] - start.x) / start.k, (finger[1] - start.y) / start.k];
    near(onStage(view, ground), after[row]!);
  });
  near([pinched(start, [[0.4, 0.3], [0.4, 0.3]], after, HIGH).k], [2]); // one above the other: no scale to tell
});

test("a place is brought into the middle where the map allows", () => {
  const view = centred(WHOLE, [0.5, 0.25], 5, HIGH);
  near(onStage(view, [0.5, 0.25]), [0.5, HIGH / 2]);
  assert.equal(view.k, 5);
  assert.equal(centred({ k: 9, x: -4, y: -2 }, [0.5, 0.25], 5, HIGH).k, 9);
  near(onStage(centred(WHOLE, [0, 0], 5, HIGH), [0, 0]), [0, 0]);
});

test("the nearest place is meant, if any is near enough", () => {
  const points: [number, number][] = [[0, 0], [10, 0], [12, 0]];
  assert.equal(nearest(points, 10.9, 0, 5), 1);
  assert.equal(nearest(points, 11.1, 0, 5), 2);
  assert.equal(nearest(points, 5, 30, 14), -1);
  assert.equal(nearest([], 0, 0, 14), -1);
});

test("on a whole map the wheel scrolls the page on, and a largest map lets it pass too", () => {
  assert.equal(turns(WHOLE, 100), false);
  assert.equal(turns(WHOLE, -100), true);
  assert.equal(turns({ k: 2, x: 0, y: 0 }, 100), true);
  assert.equal(turns({ k: LARGEST, x: 0, y: 0 }, -100), false);
});

test("cells come from the south, are turned to the north, and reach one further under the border", () => {
  // From the south: a row of nothing, then nothing, 0, 1, nothing, then a row of nothing.
  const cells = cellsOf({ columns: 4, rows: 3, runs: [-1, 5, 0, 1, 1, 1, -1, 5] });
  assert.deepEqual([...cells.slice(4, 8)], [0, 0, 1, 1]);
  assert.ok(cells.every((cell) => cell >= 0));
  const far = cellsOf({ columns: 5, rows: 1, runs: [7, 1, -1, 4] });
  assert.deepEqual([...far], [7, 7, -1, -1, -1]);
  assert.deepEqual([...cellsOf({ columns: 2, rows: 2, runs: [3, 1, 4, 1, 5, 2] })], [5, 5, 3, 4]);
  assert.equal(cellsOf({ columns: 0, rows: 0, runs: [] }).length, 0);
});

test("the wash has the colour of the most frequent camp, stronger where more histories agree", () => {
  const cells = Int16Array.from([0, 1, -1]);
  const pixels = new Uint8ClampedArray(12);
  paint(pixels, cells, PAGE.camps, WEEKS, null, 1);
  assert.deepEqual([...pixels.slice(0, 3)], [0xd5, 0x5e, 0x00]);
  assert.deepEqual([...pixels.slice(4, 7)], [0x00, 0x72, 0xb2]);
  assert.ok(pixels[3]! > pixels[7]! && pixels[7]! > 0);
  assert.deepEqual([...pixels.slice(8)], [0, 0, 0, 0]);
  paint(pixels, cells, PAGE.camps, WEEKS, ONE, 1); // in history 4 red holds the middle
  assert.deepEqual([...pixels.slice(4, 7)], [0xd5, 0x5e, 0x00]);
  assert.equal(pixels[3], pixels[7]);
  assert.ok(strengthOf(1) > strengthOf(0.6) && strengthOf(0.6) > strengthOf(0.3));
  assert.equal(strengthOf(0.1), strengthOf(0.3));
});

function boxOf(spot: Spot, x: number, y: number, anchor: string): [number, number, number, number] {
  const wide = 0.56 * spot.size * spot.text.length;
  const left = anchor === "start" ? x : anchor === "end" ? x - wide : x - wide / 2;
  return [left, left + wide, y - 0.575 * spot.size, y + 0.575 * spot.size];
}

const apart = (one: readonly number[], two: readonly number[]) => one[0]! >= two[1]! - 1e-9 || one[1]! <= two[0]! + 1e-9 || one[2]! >= two[3]! - 1e-9 || one[3]! <= two[2]! + 1e-9;

test("names hide neither each other nor a marker, and stay on the stage", () => {
  // Spots by a rule, not by luck: multiples of 37 and 53 spread over a stage of 300 by 200.
  const spots = Array.from({ length: 70 }, (_, row): Spot => ({ x: (row * 37) % 300, y: (row * 53) % 200, radius: 4, text: `Place ${row}`, size: 11, important: row < 5 }));
  const { written, boxes } = write(spots, 300, 200);
  assert.ok(written.length > 8 && written.length < spots.length, `${written.length} written`);
  assert.ok(written.slice(0, 5).every(({ spot }, row) => spot === row), "the important ones come first");
  const drawn = written.map((one) => boxOf(spots[one.spot]!, one.x, one.y, one.anchor));
  drawn.forEach((box, row) => {
    boxes[row]!.forEach((edge, side) => assert.ok(Math.abs(edge - box[side]!) < 1e-9));
    assert.ok(box[0] >= 0 && box[1] <= 300 && box[2] >= 0 && box[3] <= 200);
    drawn.slice(row + 1).forEach((other) => assert.ok(apart(box, other)));
    if (spots[written[row]!.spot]!.important) return;
    spots.forEach((spot) => assert.ok(apart(box, [spot.x - 4, spot.x + 4, spot.y - 4, spot.y + 4])));
  });
});

test("a name finds no room where another stands, and is not written twice side by side", () => {
  const spot = (x: number, text: string): Spot => ({ x, y: 50, radius: 4, text, size: 10, important: true });
  assert.deepEqual(write([spot(100, "Aleppo"), spot(112, "Aleppo"), spot(180, "Aleppo")], 300, 100).written.map((one) => one.spot), [0, 2]);
  assert.equal(write([{ ...spot(100, "Front"), radius: 0 }], 300, 100, [[0, 300, 0, 100]]).written.length, 0);
  assert.deepEqual(write([{ ...spot(100, "Front"), radius: 0 }], 300, 100).written, [{ spot: 0, x: 100, y: 50, anchor: "middle" }]);
  assert.equal(write([spot(100, "")], 300, 100).written.length, 0);
});
