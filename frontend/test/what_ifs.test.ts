// The form of what-ifs and the jobs that come of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { added, askOf, changesIn, changesOf, historiesOf, problemOf, removed, shown, unsourced, valueOf, warningOf, written, type Change } from "../src/changes.ts";
import type { Asked, Input, Inputs } from "../src/contract.ts";
import { follow, HIDDEN, isOver, left, PAUSE, pauseAfter, renewed, standing } from "../src/jobs.ts";
import { find, fits } from "../src/searching.ts";

const number: Input = { path: "wings.attack.sorties", unit: "1/day", date: false, low: 0.5, best: 1, high: 2, source: "a count", confidence: "low", outcome: "", weight: null };
const date: Input = { ...number, path: "interventions.truce.date", date: true, low: "2016-02-20", best: "2016-02-27", high: "2016-03-05" };
const known: Inputs = {
  inputs: [number, date],
  mechanisms: [{ id: "ceasefire", title: "Ceasefire", words: "" }],
  interventions: [{ id: "withdrawal", title: "Withdrawal", date: "2016-03-15" }],
  what_ifs: [{ id: "no_aircraft", title: "No aircraft", words: "" }],
};
const job: Asked = { id: "a", label: "without ceasefire", state: "running", done: 40, asked: 200, rate: 16, seconds_left: 10, problem: "", contrast: null };

test("a question comes back from its changes", () => {
  const changes: Change[] = [{ kind: "without", id: "ceasefire" }, { kind: "what-if", id: "no_aircraft" }, { kind: "set", path: "wings.attack.sorties", value: "a=b" }];
  const question = askOf(changes, 60);
  assert.deepEqual(question, { without: ["ceasefire"], what_if: ["no_aircraft"], edits: ["wings.attack.sorties=a=b"], histories: 60 });
  assert.deepEqual(changesOf(question), changes);
});

test("of two changes of one thing the later counts, at the earlier's place", () => {
  const one: Change = { kind: "set", path: "a.b", value: "1" };
  const two: Change = { kind: "without", id: "a.b" };
  const again: Change = { kind: "set", path: "a.b", value: "2" };
  assert.deepEqual(added(added(added([], one), two), again), [again, two]);
  assert.deepEqual(removed([again, two], one), [two]);
});

test("a usual label spells its changes out, another does not", () => {
  assert.deepEqual(changesIn("without ceasefire and withdrawal, what if no_aircraft, wings.attack.sorties=1, 2", known), [
    { kind: "without", id: "ceasefire" }, { kind: "without", id: "withdrawal" },
    { kind: "what-if", id: "no_aircraft" }, { kind: "set", path: "wings.attack.sorties", value: "1, 2" },
  ]);
  for (const label of ["", "the second run", "without", "without nobody", "without ceasefire and nobody", "what if ceasefire", "a.b=1", "without ceasefire, and more", "<img src=x>"]) {
    assert.equal(changesIn(label, known), null, label);
  }
});

test("what is typed is a number or a date, or it is said what is wrong", () => {
  for (const [typed, value] of [["1", 1], [" 0,5 ", 0.5], ["−2", -2], ["1e3", 1000], [".5", 0.5]] as const) {
    assert.equal(valueOf(typed), value);
    assert.equal(problemOf(number, typed), "");
  }
  for (const typed of ["", "x", "1 2", "0x10", "Infinity", "1e999", "1,2,3", "--1"]) assert.notEqual(problemOf(number, typed), "", typed);
  assert.equal(problemOf(date, "2016-02-29"), "");
  for (const typed of ["", "2016-02-30", "2016-13-01", "tomorrow", "2015-02-29"]) assert.notEqual(problemOf(date, typed), "", typed);
  assert.equal(written(number, " 0,5 "), "0.5");
  assert.equal(written(date, " 2016-03-01 "), "2016-03-01");
});

test("a value outside the range is warned of, its ends are inside", () => {
  for (const typed of ["0.5", "2", "1"]) assert.equal(warningOf(number, typed), "");
  for (const typed of ["0.49", "2.01"]) assert.match(warningOf(number, typed), /0\.5 to 2/);
  for (const typed of ["2016-02-20", "2016-03-05"]) assert.equal(warningOf(date, typed), "");
  assert.match(warningOf(date, "2016-03-06"), /20 February 2016 to 5 March 2016/);
});

test("values are shown in three figures, thousands marked, dates in words", () => {
  assert.deepEqual([0, 0.0035, 0.123456, 12.34, 999, 36000, "2016-02-27"].map(shown), ["0", "0.0035", "0.123", "12.3", "999", "36,000", "27 February 2016"]);
});

test("a number without a source and one of judgement are told apart", () => {
  assert.equal(unsourced(number), "");
  assert.equal(unsourced({ ...number, source: " " }), "no source");
  assert.equal(unsourced({ ...number, confidence: "none" }), "judgement");
});

test("histories are a whole number of at least one", () => {
  assert.equal(historiesOf("200"), 200);
  for (const typed of ["0", "-1", "1.5", "", "many", "1000000"]) assert.equal(historiesOf(typed), null, typed);
});

test("every word must occur, in any order, case and accents aside; beginnings of words come first", () => {
  assert.ok(fits("SORTIES attack", "wings.attack.sorties"));
  assert.ok(fits("marea", "Maréa airdrop") && fits("", "anything"));
  assert.ok(!fits("sorties helicopter", "wings.attack.sorties"));
  assert.deepEqual(find("or", ["a.sorties", "b.orders", "c.none"], (one) => one), ["b.orders", "a.sorties"]);
});

test("a job that is known is renewed where it stands, a new one comes last", () => {
  const second = { ...job, id: "b" };
  const more = { ...job, done: 80 };
  assert.deepEqual(renewed(renewed(renewed([], job), second), more), [more, second]);
});

test("a job stands in words with its rate and what is left", () => {
  assert.equal(standing(job), "40 of 200 histories, 16 a second, about 10 s left");
  assert.equal(standing({ ...job, rate: 0, seconds_left: null }), "40 of 200 histories");
  assert.equal(standing({ ...job, state: "stopped" }), "stopped after 40 of 200 histories");
  assert.equal(left(0.1), "about 1 s left");
  assert.equal(left(0), "");
  assert.equal(left(600), "about 10 minutes left");
});

test("looking waits longer when nobody looks, and longer after each failure, but not for ever", () => {
  assert.equal(pauseAfter(0, false), PAUSE);
  assert.equal(pauseAfter(0, true), HIDDEN);
  const pauses = [0, 1, 2, 3, 4, 5, 20].map((failures) => pauseAfter(failures, false));
  assert.deepEqual(pauses, [...pauses].sort((one, two) => one - two));
  assert.equal(pauses.at(-1), 10_000);
});

test("a job is followed until it is over, over a failure or two of the server", async () => {
  const answers: (Asked | Error)[] = [job, new Error("gone"), { ...job, done: 120 }, { ...job, state: "done", done: 200 }, job];
  const told: number[] = [];
  const waited: number[] = [];
  await follow({
    look: () => { const answer = answers.shift(); return answer instanceof Error || !answer ? Promise.reject(answer) : Promise.resolve(answer); },
    tell: (one) => { told.push(one.done); }, wait: (pause) => { waited.push(pause); return Promise.resolve(); }, hidden: () => false,
  });
  assert.deepEqual(told, [40, 120, 200]);
  assert.deepEqual(waited, [PAUSE, PAUSE, 2 * PAUSE, PAUSE]);
  assert.equal(answers.length, 1);
});

test("a server that does not answer any more is given up, with what it said", async () => {
  let looks = 0;
  const look = () => { looks += 1; return Promise.reject(new Error("no such what-if")); };
  await assert.rejects(follow({ look, tell: () => assert.fail("nothing to tell"), wait: () => Promise.resolve(), hidden: () => false }), /no such what-if/);
  assert.ok(looks > 1 && looks < 20);
});

test("done, stopped and failed are over, waiting and running are not", () => {
  assert.deepEqual((["waiting", "running", "done", "stopped", "failed"] as const).map((state) => isOver({ ...job, state })), [false, false, true, true, true]);
});
