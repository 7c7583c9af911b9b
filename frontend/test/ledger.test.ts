// The ledger's verdicts and filters, the places in the document, and the order of tables.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Claim, Document } from "../src/contract.ts";
import { passagesOf, placesOf } from "../src/marking.ts";
import { compare, numberIn, partOf, sorted, turned } from "../src/sorting.ts";
import { headingOf } from "../src/verbs.ts";
import { ANY, badgeOf, choices, tally, verdictsOf, wanted } from "../src/verdicts.ts";

const claim: Claim = {
  id: "c01", words: "The truce let them rearm", kind: "causal", speaker: "author", spans: [], panel: "",
  model: [{ asked: "prior", verdict: "undecided", reasons: [] }], record: { verdict: "supported", reasons: [] }, rivals: [], limits: "", notes: [],
};
const other: Claim = { ...claim, id: "c02", words: "The war goes on", kind: "forecast", speaker: "comment 1", record: null };

test("badges of different verdicts differ in sign and in words", () => {
  const badges = ["supported", "contradicted", "undecided", "not testable", ""].map(badgeOf);
  assert.equal(new Set(badges.map((badge) => badge.sign)).size, 5);
  assert.equal(new Set(badges.map((badge) => badge.words)).size, 5);
  assert.equal(badgeOf("leaning").words, "leaning");
  assert.equal(badgeOf("constructor").words, "constructor");
});

test("claims are found by verdict in the model or in the record, by kind, speaker and words", () => {
  const both = [claim, other];
  assert.deepEqual(wanted(both, ANY), both);
  assert.deepEqual(wanted(both, { ...ANY, verdict: "supported" }), [claim]);
  assert.deepEqual(wanted(both, { ...ANY, verdict: "undecided" }), both);
  assert.deepEqual(wanted(both, { ...ANY, kind: "forecast" }), [other]);
  assert.deepEqual(wanted(both, { ...ANY, speaker: "author", query: "C01 truce" }), [claim]);
  assert.deepEqual(wanted(both, { ...ANY, speaker: "author", kind: "forecast" }), []);
  assert.deepEqual(choices(both, verdictsOf), ["undecided", "supported"]);
  assert.equal(tally(["undecided", "supported", "undecided"]), "1 supported, 2 undecided");
});

test("a claim's words are marked where they stand, letters counted as in the document", () => {
  // The second letter takes two places in this language and one in the document.
  const found: Document = { title: "", segments: [
    { id: "s0", speaker: "author", start: 0, end: 6, text: "a\u{1F600}bcde" },
    { id: "s1", speaker: "reader", start: 8, end: 12, text: "wxyz" },
  ] };
  const spans = (...ends: [number, number][]) => ({ spans: ends.map(([start, end]) => ({ segment: "", start, end })) });
  assert.deepEqual(passagesOf(spans([2, 4]), found), [{ id: "s0", speaker: "author", pieces: [{ text: "a\u{1F600}", marked: false }, { text: "bc", marked: true }, { text: "de", marked: false }] }]);
  assert.deepEqual(passagesOf(spans([5, 9]), found).map((one) => one.pieces), [
    [{ text: "a\u{1F600}bcd", marked: false }, { text: "e", marked: true }], [{ text: "w", marked: true }, { text: "xyz", marked: false }],
  ]);
  assert.deepEqual(passagesOf(spans([0, 3], [2, 6]), found)[0]?.pieces, [{ text: "a\u{1F600}bcde", marked: true }]);
  assert.deepEqual(passagesOf(spans([6, 8], [12, 20]), found), []);
  for (const passage of passagesOf(spans([1, 2], [4, 10]), found)) {
    assert.equal(passage.pieces.map((piece) => piece.text).join(""), found.segments.find((one) => one.id === passage.id)?.text);
  }
  assert.equal(placesOf(spans([1, 2], [4, 10])), "characters 1 to 2 and 4 to 10 of the document");
  assert.equal(placesOf(spans()), "");
});

test("rows are sorted by size or alphabet, equal ones stay, unknown ones come last both ways", () => {
  assert.deepEqual(["c10", "c2", "C1"].sort((one, two) => compare(one, two, false)), ["C1", "c2", "c10"]);
  const rows = [{ key: null, id: 0 }, { key: 2, id: 1 }, { key: 1, id: 2 }, { key: 2, id: 3 }];
  assert.deepEqual(sorted(rows, (row) => row.key, false).map((row) => row.id), [2, 1, 3, 0]);
  assert.deepEqual(sorted(rows, (row) => row.key, true).map((row) => row.id), [1, 3, 2, 0]);
  assert.deepEqual(sorted(rows, undefined, true), rows);
});

test("a head sorts up, then down, then not at all; another head begins anew", () => {
  const up = turned(null, 2);
  assert.deepEqual(up, { column: 2, down: false });
  assert.deepEqual(turned(up, 2), { column: 2, down: true });
  assert.equal(turned({ column: 2, down: true }, 2), null);
  assert.deepEqual(turned(up, 0), { column: 0, down: false });
});

test("numbers are found in cells as the tables print them", () => {
  assert.deepEqual(["75.0 ± 0.9", "+1.27", "−0.07", "57 %", "21x", "6,332k ± 32k", "<1 %"].map(numberIn), [75, 1.27, -0.07, 57, 21, 6332000, 1]);
  for (const cell of ["", "-", "none seen", "+0.75 to +1.92", "places held: ISIL", "1 and 2"]) assert.equal(numberIn(cell), null, cell);
});

test("pages cover every row once, and a page that is not there is the nearest", () => {
  const rows = Array.from({ length: 472 }, (_, row) => row);
  const { pages } = partOf(rows, 0, 50);
  assert.equal(pages, 10);
  assert.deepEqual(Array.from({ length: pages }, (_, page) => partOf(rows, page, 50).rows).flat(), rows);
  assert.deepEqual(partOf(rows, 99, 50), partOf(rows, 9, 50));
  assert.deepEqual(partOf([], 3, 50), { rows: [], page: 0, pages: 1 });
});

test("answers have plain headings, and what is new its own name", () => {
  assert.equal(headingOf("check_prior"), headingOf("check-prior"));
  assert.notEqual(headingOf("compare"), "compare");
  for (const verb of ["ponder", "constructor"]) assert.equal(headingOf(verb), verb);
});
