import assert from "node:assert/strict";
import { test } from "node:test";
import { PLAIN, read, write } from "../src/address.ts";

test("a view comes back from its address", () => {
  const view = { week: 12, history: 0, place: "aleppo_west", actor: "", claim: "c07", tab: "ledger", against: "a & b=c #" };
  assert.deepEqual(read(write(view)), view);
});

test("nonsense in an address is a plain view", () => {
  for (const text of ["", "#", "#week=-3&history=x", "#week=1e9", "#<b>", "#week=99999999999"]) {
    assert.deepEqual(read(text), PLAIN, text);
  }
});
