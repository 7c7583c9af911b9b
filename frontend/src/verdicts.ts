// Verdicts of a ledger: sign and words of each, and which claims a reader wants to see.
import type { Claim } from "./contract.ts";
import { fits } from "./searching.ts";

export interface Badge {
  sign: string;
  words: string;
  role: "good" | "bad" | "open" | "out";
}

const BADGES = new Map<string, Badge>(Object.entries({
  supported: { sign: "✔", words: "supported", role: "good" },
  contradicted: { sign: "✘", words: "contradicted", role: "bad" },
  undecided: { sign: "?", words: "undecided", role: "open" },
  "not testable": { sign: "∅", words: "not testable", role: "out" },
} satisfies Record<string, Badge>));

/** Sign, words and colour of a verdict; one of its own words stands as it is. */
export function badgeOf(verdict: string): Badge {
  return BADGES.get(verdict) ?? { sign: "·", words: verdict === "" ? "not judged" : verdict, role: "out" };
}

export interface Wish {
  verdict: string; // in the model or in the record, "" any
  kind: string;
  speaker: string;
  query: string;
}

export const ANY: Wish = { verdict: "", kind: "", speaker: "", query: "" };

/** The claims that a reader wants to see. */
export function wanted(claims: readonly Claim[], wish: Wish): Claim[] {
  return claims.filter((claim) =>
    (wish.verdict === "" || verdictsOf(claim).includes(wish.verdict))
    && (wish.kind === "" || claim.kind === wish.kind)
    && (wish.speaker === "" || claim.speaker === wish.speaker)
    && fits(wish.query, claim.id, claim.words));
}

export function verdictsOf(claim: Claim): string[] {
  return [...claim.model.map((one) => one.verdict), ...(claim.record ? [claim.record.verdict] : [])];
}

/** What some claim has, each once, in the order of the ledger. */
export function choices(claims: readonly Claim[], of: (claim: Claim) => readonly string[]): string[] {
  return [...new Set(claims.flatMap(of))];
}

/** How many claims have which verdict: 9 supported, 3 contradicted. */
export function tally(verdicts: readonly string[]): string {
  const order = [...BADGES.keys(), ...verdicts];
  return [...new Set(order)]
    .map((verdict) => ({ words: badgeOf(verdict).words, count: verdicts.filter((one) => one === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ words, count }) => `${count} ${words}`)
    .join(", ");
}
