import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenEvents, indented, kindsOf, weekOf } from "../src/chronicle.ts";
import type { Told } from "../src/contract.ts";
import { isTaken, weekFor, weeksPlayed } from "../src/keys.ts";

test("arrow keys move a week and stop at the ends", () => {
  assert.deepEqual(["ArrowRight", "ArrowLeft", "Home", "End", "a"].map((key) => weekFor(key, 3, 5)), [4, 2, 0, 5, null]);
  assert.equal(weekFor("ArrowRight", 5, 5), 5);
  assert.equal(weekFor("ArrowLeft", 0, 5), 0);
});

test("a key in a field belongs to the field", () => {
  assert.ok(isTaken({ tagName: "INPUT" }) && isTaken({ tagName: "select" }) && isTaken({ tagName: "DIV", isContentEditable: true }));
  assert.ok(isTaken({ tagName: "DIV", closest: () => ({}) }));
  assert.ok(!isTaken({ tagName: "BUTTON", closest: () => null }) && !isTaken(null));
});

test("playing counts whole weeks", () => {
  assert.deepEqual([0, 166, 167, 1000, -5].map((passed) => weeksPlayed(passed, 6)), [0, 0, 1, 6, 0]);
});

const EVENTS: Told[] = [1, 7, 8, 14, 15].map((day, id) => ({
  id, day, date: "2016-01-01", kind: id % 2 ? "attack" : "refusal", place: 0, actor: 0, other: -1, dead: 0, text: `Event ${id}`, causes: [],
}));

test("a week has seven days, the first is day 1", () => {
  assert.deepEqual(EVENTS.map((one) => weekOf(one.day)), [1, 1, 2, 2, 3]);
  assert.deepEqual(chosenEvents(EVENTS, { week: 2, kind: "", words: "" }).map((one) => one.id), [2, 3]);
  assert.deepEqual(chosenEvents(EVENTS, { week: null, kind: "attack", words: "" }).map((one) => one.id), [1, 3]);
  assert.deepEqual(chosenEvents(EVENTS, { week: null, kind: "", words: " EVENT 4" }).map((one) => one.id), [4]);
  assert.deepEqual(kindsOf(EVENTS), [["attack", 2], ["refusal", 3]]);
});

test("a chain keeps its steps", () => {
  assert.deepEqual(indented("    because"), { depth: 2, text: "because" });
});
