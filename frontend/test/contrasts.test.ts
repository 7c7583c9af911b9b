// Paired differences: which way they go, their digits, and what a label in the address means.
import assert from "node:assert/strict";
import { test } from "node:test";
import { atWeek, monthsOf, reachOfBand, seriesTitle } from "../src/bands.ts";
import type { Asked, Contrast, Difference, Kept } from "../src/contract.ts";
import { decimalsFor, interval, level, measuresOf, reachOf, rowsOf, signed, targetOf, unitOf, wayOf } from "../src/contrasts.ts";

const dead: Difference = { measure: "dead", title: "dead", unit: "men", kind: "amount", baseline: 21779, alternative: 23963, difference: 2184, low: 1939, high: 2472, up: 0.98, words: "" };
const share: Difference = { ...dead, measure: "first_fissure", title: "a fissure", unit: "share", kind: "share", baseline: 0.43, alternative: 0.37, difference: -0.06, low: -0.112, high: -0.006, up: 0 };
const contrast: Contrast = { label: "without a", command: "polemos compare", histories: 100, paired: true, measures: [dead], series: [] };
const asked: Asked = { id: "j", label: "without a", state: "done", done: 100, asked: 100, rate: 0, seconds_left: null, problem: "", contrast };
const kept: Kept = { verb: "compare", command: "polemos compare w", tables: [], plot: "", contrasts: [{ label: "without a", ask: null, measures: [share] }, { label: "without b", ask: null, measures: [share, dead] }] };

test("a difference goes the way of its interval, and no way where the interval holds 0", () => {
  assert.equal(wayOf(dead), "up");
  assert.equal(wayOf(share), "down");
  assert.equal(wayOf({ ...dead, low: -1 }), "unsure");
  assert.equal(wayOf({ ...dead, low: 0 }), "unsure");
  assert.equal(wayOf({ ...share, high: 0 }), "unsure");
  assert.equal(wayOf({ ...share, difference: 0, low: -0.03, high: 0.03, up: 0 }), "none");
  assert.equal(wayOf({ ...share, difference: 0, low: -0.03, high: 0.03, up: 0.1 }), "unsure");
  assert.equal(wayOf({ ...dead, low: null }), "unknown");
});

test("numbers bear two figures of half their interval", () => {
  assert.deepEqual([533, 20, 2, 0.2, 0.0023, 0, Number.NaN].map(decimalsFor), [0, 0, 1, 2, 4, 0, 0]);
  assert.equal(signed(dead.difference, dead), "+2,184");
  assert.equal(interval(dead), "+1,939 to +2,472");
  assert.equal(signed(share.difference, share), "−6.0");
  assert.equal(interval(share), "−11.2 to −0.6");
  assert.equal(signed(0, share), "0");
  assert.equal(signed(-0.00001, share), "0.0");
  assert.equal(signed(null, share), "–");
});

test("shares are percent and differ by points, amounts keep their unit", () => {
  assert.equal(level(share.baseline, share), "43.0\u00a0%");
  assert.equal(unitOf(share), "points");
  assert.equal(level(dead.baseline, dead), "21,779");
  assert.equal(unitOf(dead), "men");
  const cohesion = { ...dead, unit: "share", baseline: 0.623456, low: 0.001, high: 0.003 };
  assert.equal(level(cohesion.baseline, cohesion), "0.623");
  assert.equal(unitOf(cohesion), "");
});

test("the scale of a forest holds every end and 0", () => {
  const [low, high] = reachOf([dead, { ...dead, low: null, high: null, difference: null }]);
  assert.ok(low < 0 && high > 2472);
  const [below, above] = reachOf([]);
  assert.ok(below < 0 && above > 0);
});

test("a what-if stands once: asked here before kept", () => {
  const rows = rowsOf([kept], [asked], null);
  assert.deepEqual(rows.map((row) => [row.label, row.from]), [["without a", "asked"], ["without b", "kept"]]);
  assert.equal(rowsOf([kept], [{ ...asked, contrast: null }], null)[0]?.from, "kept");
  assert.equal(rowsOf([kept], [asked], { ...contrast, label: "other" })[0]?.from, "other");
});

test("the fissure is shown before the dead, whatever the order of the answer", () => {
  assert.deepEqual(measuresOf([{ label: "", command: "", from: "kept", measures: [{ ...dead, measure: "odd" }, dead, share] }]).map((one) => one.measure), ["first_fissure", "dead", "odd"]);
});

test("a label means the latest what-if asked, then the second run, then what was kept", () => {
  const later = { ...asked, id: "k" };
  const second = { ...contrast, label: "second" };
  assert.deepEqual(targetOf("without a", [kept], [asked, later], second), { what: "asked", one: later });
  assert.deepEqual(targetOf("without a", [kept], [{ ...asked, state: "failed" }], second), { what: "kept", answer: kept, row: 0 });
  assert.deepEqual(targetOf("second", [kept], [asked], second), { what: "other" });
  assert.deepEqual(targetOf("without b", [kept], [], null), { what: "kept", answer: kept, row: 1 });
  assert.deepEqual(targetOf("without c", [kept], [asked], second), { what: "none" });
});

test("a week of the band is said with its interval, its axis holds 0", () => {
  const series = { measure: "places_held", of: ["x"], title: "X", unit: "places", baseline: { low: [], lower: [], middle: [], upper: [], high: [] }, alternative: { low: [], lower: [], middle: [], upper: [], high: [] }, difference: { mean: [0, 0.031, null], low: [0, 0.01, null], high: [0, 0.052, null] } };
  assert.equal(atWeek(series, 0), "0 (95 %: 0 to 0)");
  assert.equal(atWeek(series, 1), "+0.031 (95 %: +0.010 to +0.052)");
  assert.equal(atWeek(series, 2), "not known");
  assert.equal(atWeek(series, 99), "not known");
  assert.deepEqual(reachOfBand(series.difference), [0, 0.052]);
  assert.deepEqual(reachOfBand({ mean: [-2], low: [-3], high: [-1] }), [-3, 0]);
  assert.deepEqual(reachOfBand({ mean: [2], low: [1], high: [3] }), [0, 3]);
  assert.deepEqual(reachOfBand({ mean: [0], low: [0], high: [0] }), [-1, 1]);
  assert.equal(seriesTitle(series), "places held: X");
  assert.equal(seriesTitle({ measure: "cohesion", of: [], title: "Cohesion" }), "Cohesion");
});

test("months are named where they begin, with the year where it changes", () => {
  const dates = ["2015-11-26", "2015-12-03", "2015-12-10", "2015-12-31", "2016-01-07", "2016-02-04"];
  assert.deepEqual(monthsOf(dates, 5, 9), [{ at: 1, words: "Dec 2015" }, { at: 4, words: "Jan 2016" }, { at: 5, words: "Feb" }]);
  assert.equal(monthsOf(dates, 5, 2).length, 2);
  assert.deepEqual(monthsOf(dates, 3, 9), [{ at: 1, words: "Dec 2015" }]);
});
