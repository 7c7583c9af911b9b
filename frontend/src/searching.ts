// Finding by words, as a person types them: every word must occur, in any order, case and accents aside.

/** Letters without case and accents; what joins words in a path is a space. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[._\-/]+/g, " ");
}

/** Whether every word of `query` occurs in one of the texts; an empty query fits all. */
export function fits(query: string, ...texts: readonly string[]): boolean {
  const where = folded(texts.join(" "));
  return words(query).every((word) => where.includes(word));
}

/** The things that fit, those first in which more of the query's words begin a word; else in their own order. */
export function find<Thing>(query: string, things: readonly Thing[], textOf: (thing: Thing) => string): Thing[] {
  const asked = words(query);
  return things
    .map((thing) => ({ thing, text: ` ${folded(textOf(thing))}` }))
    .filter(({ text }) => asked.every((word) => text.includes(word)))
    .map(({ thing, text }) => ({ thing, rank: asked.filter((word) => text.includes(` ${word}`)).length }))
    .sort((one, two) => two.rank - one.rank)
    .map(({ thing }) => thing);
}

function words(query: string): string[] {
  return folded(query).split(/\s+/).filter((word) => word !== "");
}
