import assert from "node:assert/strict";
import { test } from "node:test";
import { ANYTHING, another, byWeek, chainOf, daysOf, filtered, kindsOf, kindWords, numberIn, PAGE, pageOf, rowsOf, weekOfEvent } from "../src/chronicle.ts";
import { advance, keepsKeys, PACE, weekFor, type Play } from "../src/clock.ts";
import type { Told } from "../src/contract.ts";
import { exportsOf, PARTS } from "../src/exports.ts";

test("arrow keys move a week and stop at the ends", () => {
  assert.deepEqual(["ArrowRight", "ArrowLeft", "Home", "End", "a", "ArrowUp"].map((key) => weekFor(key, 3, 5)), [4, 2, 0, 5, null, null]);
  assert.equal(weekFor("ArrowRight", 5, 5), 5);
  assert.equal(weekFor("ArrowLeft", 0, 5), 0);
});

test("a key in a field belongs to the field, on the slider, a button or a tick box to the week", () => {
  const plain = { tag: "BUTTON", type: "", role: "", editable: false };
  assert.equal(keepsKeys(plain), false);
  for (const type of ["range", "checkbox", "button"]) assert.equal(keepsKeys({ ...plain, tag: "INPUT", type }), false, type);
  for (const type of ["text", "search", "number", "radio", "DATE"]) assert.equal(keepsKeys({ ...plain, tag: "INPUT", type }), true, type);
  for (const tag of ["TEXTAREA", "SELECT"]) assert.equal(keepsKeys({ ...plain, tag }), true, tag);
  assert.equal(keepsKeys({ ...plain, role: "tab" }), true);
  assert.equal(keepsKeys({ ...plain, tag: "DIV", editable: true }), true);
});

function played(frame: number, pace: number, last: number): { weeks: number[]; seconds: number } {
  let play: Play = { week: 0, part: 0 };
  const weeks = [0];
  let time = 0;
  while (play.week < last) {
    assert.ok(time < 60_000, "it never ends");
    play = advance(play, frame, pace, last);
    time += frame;
    if (play.week !== weeks.at(-1)) weeks.push(play.week);
  }
  return { weeks, seconds: time / 1000 };
}

test("a play shows every week once and takes as long on a slow screen as on a fast one", () => {
  for (const frame of [1000 / 144, 1000 / 60, 1000 / 30, 1000 / 7]) {
    const { weeks, seconds } = played(frame, PACE.moving, 60);
    assert.deepEqual(weeks, Array.from({ length: 61 }, (_, row) => row), `${frame}`);
    assert.ok(Math.abs(seconds - 10) <= (2 * frame) / 1000, `${seconds} s`); // a frame more or less at either end
  }
});

test("after a pause of the browser the play goes on with the next week, and time never runs back", () => {
  assert.deepEqual(advance({ week: 3, part: 0.5 }, 60_000, 6, 50), { week: 4, part: 0.5 });
  assert.deepEqual(advance({ week: 3, part: 0.5 }, -40, 6, 50), { week: 3, part: 0.5 });
  assert.deepEqual(advance({ week: 49, part: 0.9 }, 100, 6, 50), { week: 50, part: 0 });
});

const EVENTS: Told[] = [1, 7, 8, 14, 15, 16].map((day, id) => ({
  id, day, date: "2016-01-01", kind: id % 2 ? "air_strike" : "refused", place: id === 5 ? -1 : id % 3, actor: id % 2, other: id === 4 ? 2 : -1, dead: 0,
  text: `Event ${id}`, causes: [],
}));

test("each event is in the week in whose state it is seen first, the days after the last whole week in that", () => {
  assert.deepEqual(EVENTS.map((event) => weekOfEvent(event, 9)), [1, 1, 2, 2, 3, 3]);
  assert.deepEqual(byWeek(EVENTS, 2).map((events) => events.map(({ id }) => id)), [[], [0, 1], [2, 3, 4, 5]]);
});

test("filters take what fits all of them", () => {
  const ids = (wanted: Partial<typeof ANYTHING>) => filtered(EVENTS, { ...ANYTHING, ...wanted }).map(({ id }) => id);
  assert.deepEqual(ids({}), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(ids({ kind: "refused" }), [0, 2, 4]);
  assert.deepEqual(ids({ actor: 2 }), [4]); // to whom it was done
  assert.deepEqual(ids({ actor: 1 }), [1, 3, 5]);
  assert.deepEqual(ids({ place: 1 }), [1, 4]);
  assert.deepEqual(ids({ text: "  EVENT 4 " }), [4]);
  assert.deepEqual(ids({ place: 1, actor: 1 }), [1]);
});

test("what can be chosen is what occurs", () => {
  assert.deepEqual(kindsOf(EVENTS), [{ kind: "air_strike", count: 3 }, { kind: "refused", count: 3 }]);
  assert.deepEqual(rowsOf(EVENTS), { actors: [0, 1, 2], places: [0, 1, 2] });
  assert.equal(kindWords("air_strike"), "air strike");
});

test("an event is found on its page", () => {
  const many = Array.from({ length: 3 * PAGE }, (_, id) => ({ ...EVENTS[0]!, id: id + 7 }));
  assert.deepEqual([7, 6 + PAGE, 7 + PAGE, 6 + 3 * PAGE, 1].map((id) => pageOf(many, id)), [0, 0, 1, 2, 0]);
});

test("a chain keeps its steps, and its events can be gone to", () => {
  const told = chainOf([
    "11291  2016-05-04  National Defence Forces stopped.", "  35 % refused: 12 events, the gravest 3:", "    6338  2016-02-27  It trusted less.",
    "      578  (above)", "  after 12  2016-01-02  Something.", "    ... 10 earlier events: --why 874",
  ]);
  assert.deepEqual(told.map(({ depth, event }) => [depth, event]), [[0, 11291], [1, null], [2, 6338], [3, 578], [1, 12], [2, null]]);
  assert.equal(told[2]!.text, "6338 2016-02-27 It trusted less.");
});

test("weeks follow each other day by day", () => {
  const dates = ["2016-02-18", "2016-02-24", "2016-03-02", "2016-03-09"];
  assert.deepEqual([1, 2, 3].map((week) => daysOf(dates, "2016-02-18", week)), [["2016-02-18", "2016-02-24"], ["2016-02-25", "2016-03-02"], ["2016-03-03", "2016-03-09"]]);
});

test("another history is a walk that comes to all of them before it returns", () => {
  for (const count of [1, 2, 3, 10, 24, 300, 2000]) {
    const seen = new Set<number>();
    let now: number | null = null;
    for (let step = 0; step < count; step++) seen.add((now = another([], count, now)));
    assert.equal(seen.size, count, `${count}`);
    assert.ok([...seen].every((number) => number >= 0 && number < count));
  }
  const known = [5, 7, 11];
  const walk = [null, 5, 7, 11, 6].map((now) => another(known, 3, now));
  assert.ok(walk.every((number) => known.includes(number)));
  assert.deepEqual(new Set(walk.slice(1, 4)), new Set(known));
});

test("a number names a history of the run, or a sentence says why not", () => {
  const own = { histories: 300, numbers: [] };
  assert.deepEqual(["0", " 299 "].map((text) => numberIn(text, own)), [0, 299]);
  assert.match(String(numberIn("300", own)), /0 to 299/);
  for (const text of ["", "-1", "1.5", "x", "1e3"]) assert.match(String(numberIn(text, own)), /^Give the number/, text);
  assert.equal(numberIn("7", { histories: 2, numbers: [5, 7] }), 7);
  assert.match(String(numberIn("1", { histories: 2, numbers: [5, 7] })), /no history 1/);
});

test("exports are those of the view: the week of maps and networks, the history if one is followed", () => {
  const many = exportsOf(12, null).map(({ href }) => href);
  assert.ok(many.includes("/api/export/map.png?week=12") && many.includes("/api/export/coalition.graphml?week=12"));
  assert.ok(!many.some((href) => href.includes("history=")));
  const one = exportsOf(0, 17).map(({ href }) => href);
  assert.deepEqual(one.filter((href) => !many.includes(href) && href.includes("history")), ["/api/export/events.geojson?history=17"]);
  assert.equal(new Set(one).size, one.length);
  assert.ok(exportsOf(1, 2).every(({ title, words }) => title && words));
  assert.equal(new Set(PARTS.map(([id]) => id)).size, PARTS.length);
});
