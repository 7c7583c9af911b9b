// Where a claim stands in its document.  The document counts letters as Unicode does; this language counts some twice.
import type { Claim, Document } from "./contract.ts";

export interface Piece {
  text: string;
  marked: boolean;
}

export interface Passage {
  id: string;
  speaker: string;
  pieces: Piece[];
}

type Segment = Document["segments"][number];

/** The segments in which a claim stands, in the order of the document, its places marked. */
export function passagesOf(claim: Pick<Claim, "spans">, found: Document): Passage[] {
  return found.segments.flatMap((segment) => {
    const spans = claim.spans.filter((span) => span.start < segment.end && span.end > segment.start);
    if (spans.length === 0) return [];
    return [{ id: segment.id, speaker: segment.speaker, pieces: piecesOf(segment, spans) }];
  });
}

/** A segment's text cut at the ends of the spans; spans that overlap are one. */
export function piecesOf(segment: Segment, spans: readonly { start: number; end: number }[]): Piece[] {
  const letters = Array.from(segment.text);
  const marked = letters.map(() => false);
  for (const span of spans) {
    const end = Math.min(letters.length, span.end - segment.start);
    for (let at = Math.max(0, span.start - segment.start); at < end; at += 1) marked[at] = true;
  }
  const pieces: Piece[] = [];
  letters.forEach((letter, at) => {
    const last = pieces.at(-1);
    if (last && last.marked === marked[at]) last.text += letter;
    else pieces.push({ text: letter, marked: marked[at] === true });
  });
  return pieces;
}

/** Characters 47 to 221 and 4708 to 4789 of the document. */
export function placesOf(claim: Pick<Claim, "spans">): string {
  const parts = claim.spans.map((span) => `${span.start} to ${span.end}`);
  if (parts.length === 0) return "";
  const last = parts.pop() ?? "";
  return `characters ${parts.length ? `${parts.join(", ")} and ${last}` : last} of the document`;
}
