// One claim opened: what should be so and what was found, rivals, limits, notes, and the words in the document.
import { useEffect, useRef } from "preact/hooks";
import type { Claim, Document } from "../contract.ts";
import { Number as Figure, quoted } from "../how.tsx";
import { passagesOf, placesOf } from "../marking.ts";
import { DOCUMENT, missing, once, text } from "../resources.ts";
import { page } from "../state.ts";
import { goTo, isThere } from "./going.ts";
import { Table, type Column } from "./table.tsx";
import { Verdict } from "./verdict.tsx";

interface Reason {
  of: string;
  words: string;
  effect: string;
  interval: string;
  verdict: string;
}

export function Judged({ claim, command }: { claim: Claim; command: string }) {
  const reasons: Reason[] = [
    ...claim.model.flatMap((one) => one.reasons.map((reason) => ({ of: claim.model.length > 1 ? `model, ${one.asked}` : "model", ...reason }))),
    ...(claim.record?.reasons ?? []).map((reason) => ({ of: "record", ...reason })),
  ];
  return (
    <div class="claim">
      <div>
        {reasons.length > 0
          ? <Table columns={columnsFor(command)} rows={reasons} caption="What should be so if the claim holds" />
          : <p class="note">Nothing is asked of the model or the record for this claim.</p>}
        <Listed title="Would tell it from a rival" lines={claim.rivals} />
        {claim.limits && <Listed title="Limits" lines={[claim.limits]} />}
        <Listed title="Notes, and what would change the verdict" lines={claim.notes} />
        {isThere(claim.panel) && <button type="button" onClick={() => goTo(claim.panel)}>Show it in the page</button>}
      </div>
      <Said claim={claim} />
    </div>
  );
}

function columnsFor(command: string): Column<Reason>[] {
  const number = (one: Reason, value: string, what: string) => (value ? <Figure text={value} how={{ words: `${one.words}: ${what}.`, command }} /> : "–");
  return [
    { head: "statement", first: true, cell: (one) => one.words },
    { head: "verdict", cell: (one) => <Verdict verdict={one.verdict} /> },
    { head: "asked of", cell: (one) => one.of },
    { head: "effect", right: true, cell: (one) => number(one, one.effect, "mean effect, history by history") },
    { head: "95 % interval, or range", right: true, cell: (one) => number(one, one.interval, one.of === "record" ? "recorded range" : "95 % interval of the effect") },
  ];
}

function Listed({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
    </>
  );
}

/** The claim's place in the document: the words themselves where the page has them, else where to look. */
function Said({ claim }: { claim: Claim }) {
  const there = page.value?.document === true;
  useEffect(() => { if (there) void once(DOCUMENT, text); }, [there]);
  if (claim.spans.length === 0) return null;
  if (there && text.value) return <Passages claim={claim} found={text.value} />;
  return (
    <section class="said">
      <h3>In the document</h3>
      <p class="note">It stands at {placesOf(claim)}.</p>
      {there
        ? <p class="note" role="status">{missing.value[DOCUMENT] ?? "Reading the document …"}</p>
        : <p class="note">The document is not part of polemos. With a copy of it, <code>polemos explore {quoted(page.value?.run ?? "RUN")} --document FILE</code> shows the words here.</p>}
    </section>
  );
}

function Passages({ claim, found }: { claim: Claim; found: Document }) {
  const box = useRef<HTMLDivElement>(null);
  const passages = passagesOf(claim, found);
  useEffect(() => {
    const mark = box.current?.querySelector("mark");
    if (box.current && mark) box.current.scrollTop = Math.max(0, mark.offsetTop - box.current.offsetTop - 40);
  }, [claim.id]);
  return (
    <section class="said">
      <h3>In the document</h3>
      <p class="note">{found.title}, {placesOf(claim)}</p>
      <div class="passages" ref={box} tabIndex={0} role="region" aria-label={`Words of claim ${claim.id} in the document`}>
        {passages.map((passage) => (
          <blockquote key={passage.id}>
            <p class="speaker">{passage.speaker || "nobody named"}</p>
            <p dir="auto">{passage.pieces.map((piece, at) => (piece.marked ? <mark key={at}>{piece.text}</mark> : piece.text))}</p>
          </blockquote>
        ))}
        {passages.length === 0 && <p class="note">The document has no such place: is it the one that the ledger was written for?</p>}
      </div>
    </section>
  );
}
