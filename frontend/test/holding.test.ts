import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page, Weeks } from "../src/contract.ts";
import { frontsOf, frontSpots, frontTitle, worst } from "../src/theatre/fronts.ts";
import { alike, arcsOf, changedShare, changes, contactRoads, fillingOf, heldBy, lookOf, looksOf, pairsOf, paler, ringOf, type Held } from "../src/theatre/holding.ts";
import { aircraftOf, decisionsOf, numbersOf, ownOf, ranged, weekOfDecision } from "../src/theatre/told.ts";
import { COHESION, ONE, PAGE, place, REFUSED, WEEKS } from "./theatre.ts";

test("sureness is told at its bounds", () => {
  assert.deepEqual([1, 0.8, 0.79, 0.5, 0.49].map(fillingOf), ["full", "full", "pale", "pale", "hollow"]);
});

test("pairs come out of a flat list, a stray last number is left", () => {
  assert.deepEqual(pairsOf([2, 0.6, 0, 0.4]), [[2, 0.6], [0, 0.4]]);
  assert.deepEqual(pairsOf([2, 0.6, 0]), [[2, 0.6]]);
  assert.deepEqual(heldBy(WEEKS, 9, 0), []);
});

test("a place that nearly all histories give to one camp has no ring; one that is disputed shows all that hold it", () => {
  const calm = lookOf(WEEKS, null, 1, 0);
  assert.deepEqual(calm, { camp: 0, filling: "full", ring: [], changed: false, parts: false });
  assert.deepEqual(lookOf(WEEKS, null, 1, 2).ring, []); // 97 %
  assert.deepEqual(lookOf(WEEKS, null, 2, 2).ring, []); // 95 %, the bound
  const open = lookOf(WEEKS, null, 2, 1);
  assert.equal(open.filling, "hollow");
  assert.deepEqual(open.ring.map(({ camp }) => camp), [0, 1, -1]);
  assert.equal(lookOf(WEEKS, null, 2, 0).ring.length, 2); // 90 %
});

test("a place is marked as changed from 5 % of the histories on", () => {
  assert.equal(lookOf(WEEKS, null, 1, 1).changed, true);
  assert.equal(lookOf(WEEKS, null, 1, 2).changed, false); // 3 %
  assert.equal(changedShare(WEEKS, 1, 1), 0.4);
  assert.equal(changedShare(WEEKS, 1, 0), 0);
});

test("with one history the marker is that history's and the ring stays the many's", () => {
  const look = lookOf(WEEKS, ONE, 1, 1);
  assert.deepEqual([look.camp, look.filling, look.changed, look.parts], [0, "full", true, true]);
  assert.deepEqual(look.ring, lookOf(WEEKS, null, 1, 1).ring);
  assert.equal(lookOf(WEEKS, ONE, 0, 0).changed, false);
  assert.equal(lookOf(WEEKS, ONE, 2, 1).parts, false);
  assert.equal(lookOf(WEEKS, ONE, 2, 1).changed, false);
});

test("a ring is a whole, in the order of its shares, from twelve o'clock on", () => {
  const many: Held[] = [{ camp: 2, share: 0.553 }, { camp: 0, share: 0.436 }, { camp: 1, share: 0.004 }];
  const ring = ringOf(many);
  assert.deepEqual(ring.map(({ camp }) => camp), [2, 0]);
  assert.ok(Math.abs(ring.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-12);
  const arcs = arcsOf(ring, 5, 8);
  assert.match(arcs[0]!.path, /^M0\.00,-8\.00A8,8 0 1 1 /); // more than half: the long way round
  assert.match(arcs[1]!.path, /A8,8 0 0 1 [-\d.]+,-8\.00L/); // ends where the first began
  assert.equal(arcsOf([{ camp: 0, share: 1 }], 5, 8)[0]!.path.match(/Z/g)!.length, 2);
  assert.deepEqual(arcsOf([], 5, 8), []);
});

test("looks are alike only if they are drawn alike", () => {
  const look = lookOf(WEEKS, null, 2, 1);
  assert.ok(alike(look, lookOf(WEEKS, null, 2, 1)));
  assert.ok(!alike(look, { ...look, changed: !look.changed }));
  assert.ok(!alike(look, { ...look, filling: "full" }));
  assert.ok(!alike(look, { ...look, parts: true }));
  assert.ok(!alike(look, { ...look, camp: 1 }));
  assert.ok(!alike(look, { ...look, ring: look.ring.slice(1) }));
  assert.ok(!alike(look, { ...look, ring: look.ring.map((one) => ({ ...one, share: one.share / 2 })) }));
});

test("what changed hands comes with the most frequent first, and in one history as it was there", () => {
  assert.deepEqual(changes(WEEKS, null, 2), [{ place: 0, share: 0.3 }, { place: 1, share: 0.3 }, { place: 2, share: 0.04 }]);
  assert.deepEqual(changes(WEEKS, ONE, 1), [{ place: 1, share: 0.4 }]);
  assert.deepEqual(changes(WEEKS, ONE, 2), [{ place: 2, share: 0.04 }]);
  assert.deepEqual(changes(WEEKS, ONE, 0), []);
});

test("roads are lines of contact from a half on; in one history where its holders differ", () => {
  assert.deepEqual(contactRoads(PAGE, WEEKS, null, 1), { calm: [1], open: [0], sure: [] });
  assert.deepEqual(contactRoads(PAGE, WEEKS, null, 2), { calm: [], open: [1], sure: [0] });
  assert.deepEqual(contactRoads(PAGE, WEEKS, ONE, 1), { calm: [0], open: [], sure: [1] });
});

test("nobody has looks, and pale is between the colour and white", () => {
  assert.equal(looksOf(PAGE.camps, -1).title, "nobody");
  assert.equal(looksOf(PAGE.camps, 1).marker, "s");
  assert.equal(paler("#804020", 1), "rgb(128, 64, 32)");
  assert.equal(paler("#804020", 0), "rgb(255, 255, 255)");
});

test("a front is named in the middle of its places if it has more than two and a name", () => {
  assert.deepEqual(frontSpots(PAGE), [{ front: 0, name: "The plain", longitude: 35, latitude: 32, places: 3 }]);
  assert.deepEqual(frontSpots({ ...PAGE, places: PAGE.places.slice(1) } as Page), []);
  const rest = [...PAGE.places, ...[1, 2, 3].map((row) => place(`other ${row}`, 31, 31, 5, 1))];
  assert.deepEqual(frontSpots({ ...PAGE, places: rest } as Page).map((one) => one.front), [0]);
  assert.equal(frontTitle(PAGE, 1), "Rest of Deir Ez Zor");
  assert.equal(frontTitle(PAGE, 0), "The plain (west and east)");
});

test("fronts of a week come with the worst first and without those where nobody died", () => {
  assert.deepEqual(frontsOf(WEEKS, 1).map((one) => [one.front, one.killed, one.attacks, one.sorties]), [[1, 20, 2, 9], [0, 12, 1, 5]]);
  assert.deepEqual(frontsOf(WEEKS, 2).map((one) => one.front), [0]);
  assert.deepEqual(frontsOf(WEEKS, 0), []);
  assert.equal(worst(WEEKS.fronts.killed), 20);
  assert.equal(worst({ mean: [[], [0]], low: [], high: [] }), 1);
});

test("numbers of a week are medians with the middle 80 %, one number where all agree", () => {
  assert.deepEqual([0, 1, 2].map((week) => ranged(COHESION, week)), ["0.50", "0.50 (0.40 to 0.60)", "–"]);
  assert.deepEqual([0, 1, 2].map((week) => ranged(REFUSED, week)), ["0", "3 (0.9 to 26)", "12 (1 to 1,300)"]);
  const rare = { ...REFUSED, fan: { ...REFUSED.fan, middle: [0, 0, 0], low: [0, 0, 0] } };
  assert.equal(ranged(rare, 1), "0 (0 to 26)"); // the median is the lower end too
  const [first, second, ...others] = numbersOf(WEEKS, ONE, 1);
  assert.deepEqual([first!.title, first!.many, first!.one], ["Cohesion of the coalition", "0.50 (0.40 to 0.60)", "0.41"]);
  assert.deepEqual([second!.title, second!.of, second!.one], ["Requests, refused", ["refused"], "4"]);
  assert.deepEqual(others, []); // the men of each member have a chart of their own
  assert.equal(numbersOf(WEEKS, null, 1)[0]!.one, "");
  assert.equal(ownOf(ONE, { measure: "requests", of: ["late"] }, 1), null);
});

test("aircraft are counted in wholes, with a range where the histories differ", () => {
  assert.deepEqual([0, 1].map((week) => aircraftOf(WEEKS, week, 0)), ["12", "11 (10 to 13)"]);
  assert.equal(aircraftOf(WEEKS, 9, 0), "–");
});

test("each decision falls into exactly one week, none that the run does not reach", () => {
  assert.deepEqual([0, 1, 2].map((week) => decisionsOf(PAGE, week).flatMap(({ ids }) => ids)), [[], ["truce"], ["leave", "come"]]);
  const reached = { ...PAGE, days: 200, weeks: 28 } as Page;
  assert.deepEqual(decisionsOf(reached, 15).flatMap(({ ids }) => ids), ["late"]); // 9 April is day 100, and 98 are 14 weeks
  assert.deepEqual([0, 6, 7, 13.9, 14, 16].map((day) => weekOfDecision(day, 2)), [1, 1, 2, 2, 2, 2]);
  assert.deepEqual(numbersOf({ ...WEEKS, series: [] } as Weeks, null, 1), []);
});
