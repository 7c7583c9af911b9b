import assert from "node:assert/strict";
import { test } from "node:test";
import { groupsOf, rowsOf, spread, wrapped } from "../src/charts/apart.ts";
import { dateTicks, inWeeks, weekOfDay } from "../src/charts/calendar.ts";
import { drags, gripAt, weekAt } from "../src/charts/drag.ts";
import { brokenBy, counted, layersOf, middleAndRange, moves, partOf, reach, seriesOf, short, stacked } from "../src/charts/layers.ts";
import { markerPath } from "../src/charts/marker.ts";
import { bandPath, columnsPath, fanPaths, lastKnown, linePath } from "../src/charts/paths.ts";
import { labelsOf, plotOf } from "../src/charts/plot.ts";
import { fanAbout, madeUp } from "./made_up.ts";

test("months stand at their firsts, years at their first tick", () => {
  const ticks = dateTicks("2015-11-15", 20, 400);
  assert.deepEqual(ticks.map((tick) => [tick.text, tick.year]), [["Dec", "2015"], ["Jan", "2016"], ["Feb", ""], ["Mar", ""], ["Apr", ""]]);
  assert.equal(ticks[0]!.week, 16 / 7); // 15 November to 1 December
});

test("the ticks of a long war keep their distance and name years alone", () => {
  for (const [weeks, room] of [[52, 300], [52, 900], [260, 300], [520, 280], [4, 300], [2600, 200]] as const) {
    const ticks = dateTicks("2016-01-01", weeks, room);
    ticks.slice(1).forEach((tick, row) => assert.ok(((tick.week - ticks[row]!.week) / weeks) * room >= 30, `${weeks} ${room}`));
    assert.ok(ticks.every((tick) => tick.week >= 0 && tick.week <= weeks));
  }
  assert.ok(dateTicks("2016-01-01", 520, 280).every((tick) => /^\d{4}$/.test(tick.text) && tick.year === ""));
});

test("a day belongs to the week at whose end it has passed", () => {
  assert.deepEqual([0, 1, 7, 8, 1000].map((day) => weekOfDay(day, 20)), [0, 1, 1, 2, 20]);
  assert.equal(inWeeks(14), 2);
});

test("names move apart, keep their order and stay inside", () => {
  const found = spread([50, 50, 52, 10], 12, 0, 100);
  const order = found.map((height, row) => [height, row] as const).toSorted((one, two) => one[0] - two[0]).map(([, row]) => row);
  assert.deepEqual(order, [3, 0, 1, 2]);
  found.toSorted((one, two) => one - two).reduce((before, height) => { assert.ok(height - before >= 12 - 1e-9); return height; });
  assert.equal(found[3], 10); // nothing moves that need not
  const crowd = spread([95, 96, 97, 98, 99], 30, 0, 100); // no room for 30 each
  assert.ok(crowd.every((height) => height >= -1e-9 && height <= 100 + 1e-9));
  assert.deepEqual(crowd.toSorted((one, two) => one - two).map((height) => Math.round(height)), [0, 25, 50, 75, 100]);
  assert.deepEqual(spread([], 10, 0, 5), []);
});

test("numbers above a chart take another row only where they are near", () => {
  assert.deepEqual(rowsOf([10, 50, 55, 60, 90], [16, 16, 16, 16, 16]), [0, 0, 1, 2, 0]);
});

test("marks too close for labels of their own share one", () => {
  assert.deepEqual(groupsOf([0, 30, 35, 44, 60], 10), [[0, 0], [1, 3], [4, 4]]);
  assert.deepEqual(groupsOf([], 10), []);
  const { page } = madeUp();
  const crowd = Array.from({ length: 18 }, (_, row) => ({ ...page.decisions[0]!, day: 20 + row * row }));
  const rows = new Set<number>();
  for (const scale of [2, 5, 8, 20]) {
    const labels = labelsOf(crowd, (week) => week * scale);
    assert.deepEqual(labels.flatMap((one) => Array.from({ length: one.last - one.first + 1 }, (_, row) => one.first + row)), crowd.map((_, row) => row));
    for (const label of labels) rows.add(label.row);
    labels.forEach((one, number) => labels.slice(number + 1).forEach((two) => {
      if (one.row === two.row) assert.ok(two.at - one.at >= (7.5 * (one.text.length + two.text.length)) / 2, `${one.text} ${two.text}`);
    }));
  }
  assert.ok(rows.size > 1);
});

test("names are broken at spaces and cut where they are too long", () => {
  assert.deepEqual(wrapped("Government and its allies", 13), ["Government", "and its alli…"]);
  assert.deepEqual(wrapped("ISIL", 13), ["ISIL"]);
  assert.deepEqual(wrapped("one two three four five six", 9), ["one two", "three fo…"]);
  for (const line of wrapped("Extraordinarilylongname of somebody", 10)) assert.ok(line.length <= 10);
});

test("fans, lines and columns lie where their numbers are", () => {
  const [x, y] = [(week: number) => 10 * week, (value: number) => 100 - value];
  assert.equal(linePath([1, 2, null, 4], x, y), "M0,99L10,98M30,96Z");
  assert.equal(bandPath([1, null], [3, 5], x, y), "M0,97L0,99Z");
  assert.equal(bandPath([1, 2], [3, null], x, y), "M0,97L0,99Z");
  assert.equal(columnsPath([[0, 0], [0, 5], [2, 4]], x, y), "M0,100V95H10V100ZM10,98V96H20V98Z");
  const fan = fanPaths(fanAbout([10, 20]), x, y);
  assert.equal(fan.middle, "M0,90L10,80");
  assert.match(fan.wide, /0,88L10,76L10,84L0,92/);
  assert.deepEqual(lastKnown([1, 2, null]), { week: 1, value: 2 });
  assert.equal(lastKnown([null]), null);
});

test("the layers of a chart are the run's, the change's and the one history's", () => {
  const { weeks, contrast, history } = madeUp();
  const cohesion = seriesOf(weeks, "cohesion")!;
  const plain = layersOf(cohesion, null, null);
  assert.deepEqual([plain.fan, plain.other, plain.own], [cohesion.fan, null, null]);
  const held = layersOf(cohesion, contrast, history);
  assert.deepEqual(held.other, contrast.series[0]!.alternative);
  assert.deepEqual(held.own, cohesion.fan.upper);
  assert.deepEqual(layersOf(seriesOf(weeks, "killed")!, null, history).fan.middle.slice(0, 2), [null, seriesOf(weeks, "killed")!.fan.middle[1]]);
  assert.equal(layersOf(seriesOf(weeks, "killed")!, null, history).own![0], null); // nobody dies on the eve
  const camp = layersOf(seriesOf(weeks, "places_held", ["rebels"])!, contrast, history);
  assert.equal(camp.other, null); // the change says nothing of a single camp
  assert.equal(seriesOf(weeks, "places_held", []), null);
});

test("an axis holds every number and 0", () => {
  const { weeks, contrast } = madeUp();
  const layers = layersOf(seriesOf(weeks, "killed")!, contrast, null);
  const [low, high] = reach([layers]);
  assert.equal(low, 0);
  assert.equal(high, Math.max(...layers.other!.high.map((value) => value!), ...layers.fan.high.map((value) => value!)));
  assert.deepEqual(reach([]), [0, 1]);
});

test("numbers of a week in words", () => {
  const fan = fanAbout([0.5, 400]);
  assert.equal(middleAndRange(fan, 0, "share"), "0.50 (0.40 to 0.60)");
  assert.equal(middleAndRange(fan, 1, "men"), "400 (320 to 480)");
  assert.equal(middleAndRange(fan, 9, "men"), "not known");
  assert.deepEqual([counted(8, "places"), counted(8.5, "places"), counted(1234.4, "men"), counted(0.5, "share"), counted(null, "men")], ["8", "8.5", "1,234", "0.50", "–"]);
});

test("the share that has broken grows to the share that ever breaks", () => {
  const { weeks } = madeUp();
  const { shares, share } = weeks.fissure;
  let before = 0;
  shares.forEach((_, week) => { const now = brokenBy(shares, week); assert.ok(now >= before - 1e-12); before = now; });
  assert.ok(Math.abs(before - share) < 1e-9);
  assert.equal(brokenBy(shares, 0), 0);
});

test("a stack's parts stand on each other and sum to the week", () => {
  const { weeks, page } = madeUp();
  const pairs = stacked(weeks.fissure.shares, page.kinds.length);
  weeks.fissure.shares.forEach((kinds, week) => {
    assert.equal(pairs[0]![week]![0], 0);
    for (let kind = 1; kind < kinds.length; kind++) assert.equal(pairs[kind]![week]![0], pairs[kind - 1]![week]![1]);
    assert.ok(Math.abs(pairs.at(-1)![week]![1] - kinds.reduce((sum, share) => sum + share, 0)) < 1e-12);
  });
});

test("the part honoured is that of all requests, and none without requests", () => {
  assert.equal(partOf([[0, 6], [0, 2], [0, 4]], 0, 1), 0.5);
  assert.equal(partOf([[0, 6], [0, 2], [0, 4]], 0, 0), null);
});

test("a flat curve does not move", () => {
  assert.ok(!moves({ low: [1, 1], lower: [1, 1], middle: [1, 1], upper: [1, 1], high: [1, 1] }));
  assert.ok(moves(fanAbout([1, 0.6])));
  assert.ok(!moves({ low: [null], lower: [null], middle: [null], upper: [null], high: [null] }));
});

test("numbers on an axis are short", () => {
  assert.deepEqual([0, 0.25, 950, 12_000, 1_500_000].map(short), ["0", "0.25", "950", "12 k", "1.5 M"]);
});

test("a pointer chooses the nearest week, a finger only once it drags", () => {
  assert.deepEqual([-50, 0, 100, 149, 500].map((x) => weekAt(x, 0, 200, 4)), [0, 0, 2, 3, 4]);
  assert.equal(weekAt(150, 100, 200, 4), 2);
  const finger = gripAt(100, "touch");
  assert.ok(!finger.moving && !drags(finger, 103) && drags(finger, 110) && drags(finger, 101));
  assert.ok(gripAt(100, "mouse").moving);
});

test("a plot leaves room for numbers that stand close, and turns weeks into pixels", () => {
  const { page } = madeUp();
  const asked = { weeks: 20, width: 400, height: 100, domain: [0, 10] as const, right: 8, dates: true, marks: page.decisions };
  const plot = plotOf(asked);
  assert.deepEqual([plot.x(0), plot.x(20), plot.y(0), plot.y(10)], [plot.left, 392, plot.bottom, plot.top]);
  assert.equal(plot.bottom - plot.top, 100);
  assert.equal(plot.top - plotOf({ ...asked, marks: [] }).top, 13); // one row of labels: 1-2 and 3
});

test("all markers have about the area of their circle", () => {
  for (const letter of "D^psvPXh*<") {
    const points = [...markerPath(letter, 10).matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map((found) => [Number(found[1]), Number(found[2])] as const);
    const area = Math.abs(points.reduce((sum, [x, y], row) => { const [u, v] = points[(row + 1) % points.length]!; return sum + x * v - u * y; }, 0)) / 2;
    // One decimal in each corner, and a cross is not made to fit exactly.
    assert.ok(Math.abs(area / (Math.PI * 100) - 1) < 0.12, `${letter} ${area}`);
  }
});
