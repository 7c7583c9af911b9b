// The claims of a document with what became of them, in the model and in the record apart; one opened shows its numbers.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Claim, Ledger } from "../contract.ts";
import { Panel } from "../panel.tsx";
import { LEDGER, ledger, missing, once } from "../resources.ts";
import { claim as opened, page } from "../state.ts";
import { Judged } from "../tables/claim.tsx";
import { narrow } from "../tables/narrow.ts";
import { Command, Table, type Column } from "../tables/table.tsx";
import { Verdict } from "../tables/verdict.tsx";
import { ANY, badgeOf, choices, tally, verdictsOf, wanted, type Wish } from "../verdicts.ts";

export function LedgerPanel() {
  useEffect(() => { void once(LEDGER, ledger); }, []);
  const found = ledger.value;
  return (
    <Panel id="ledger" title="The document's claims" wide note="The words are ours. What the model says and what was recorded stand apart: a model can agree with a claim that the record contradicts. Values and questions are not judged.">
      {found ? <Claims found={found} /> : <p role="status" class="note">{missing.value[LEDGER] ?? "Reading the ledger …"}</p>}
    </Panel>
  );
}

function Claims({ found }: { found: Ledger }) {
  const wish = useSignal<Wish>(ANY);
  if (found.claims.length === 0) return <p class="note">No document has been read against this war.</p>;
  const shown = wanted(found.claims, wish.value);
  const set = (part: Partial<Wish>) => { wish.value = { ...wish.value, ...part }; };
  const asked = [...new Set(found.claims.flatMap((claim) => claim.model.map((one) => one.asked)))];
  return (
    <>
      <p class="note">
        {found.document || found.title}.{" "}
        {asked.map((one) => `${modelWords(one, asked.length)}: ${tally(found.claims.flatMap((claim) => claim.model.filter((model) => model.asked === one).map((model) => model.verdict)))}. `)}
        {found.claims.some((claim) => claim.record) && `Record: ${tally(found.claims.flatMap((claim) => (claim.record ? [claim.record.verdict] : [])))}.`}
        {!page.value?.argued && " The claims have not been argued yet; the command below does it."}
      </p>
      <div class="fields" role="group" aria-label="Which claims are shown">
        <input type="search" placeholder="Search the claims" aria-label="Search the claims" value={wish.value.query} onInput={(event) => set({ query: event.currentTarget.value })} />
        <Choice name="Verdict" value={wish.value.verdict} all={choices(found.claims, verdictsOf)} words={(one) => badgeOf(one).words} choose={(verdict) => set({ verdict })} />
        <Choice name="Kind" value={wish.value.kind} all={choices(found.claims, (one) => [one.kind])} choose={(kind) => set({ kind })} />
        <Choice name="Said by" value={wish.value.speaker} all={choices(found.claims, (one) => [one.speaker])} choose={(speaker) => set({ speaker })} />
        <span role="status" class="note">{shown.length} of {found.claims.length} claims</span>
      </div>
      <Table
        columns={columnsFor(asked)} rows={shown} name={(one) => one.id} hidden caption="Claims and their verdicts"
        chosen={(one) => one.id === opened.value}
        under={(one) => (one.id === opened.value ? <Judged claim={one} command={found.command} /> : null)}
      />
      {found.command && <details><summary>The command that argues it</summary><Command line={found.command} /></details>}
    </>
  );
}

function Choice({ name, value, all, words = (one) => one, choose }: {
  name: string; value: string; all: readonly string[]; words?: (one: string) => string; choose: (value: string) => void;
}) {
  return (
    <label>{name}{" "}
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">any</option>
        {all.filter((one) => one !== "").map((one) => <option key={one} value={one}>{words(one)}</option>)}
      </select>
    </label>
  );
}

function columnsFor(asked: readonly string[]): Column<Claim>[] {
  const toggle = (claim: Claim) => { opened.value = opened.value === claim.id ? "" : claim.id; };
  return [
    { head: "claim", first: true, class: "words", key: (one) => one.id, cell: (one) => (
      <>
        <button type="button" class="link" aria-expanded={opened.value === one.id} onClick={() => toggle(one)}>
          <span class="id">{one.id}</span> {one.words}
        </button>
        {narrow.value && <Beneath claim={one} several={asked.length} />}
      </>
    ) },
    { head: "kind", class: "little", spare: true, key: (one) => one.kind, cell: (one) => one.kind },
    { head: "said by", class: "little", spare: true, key: (one) => one.speaker, cell: (one) => one.speaker },
    ...asked.map((which): Column<Claim> => ({
      head: modelWords(which, asked.length).toLowerCase(), class: "judged", spare: true, key: (one) => one.model.find((model) => model.asked === which)?.verdict ?? null,
      cell: (one) => <Verdict verdict={one.model.find((model) => model.asked === which)?.verdict ?? ""} />,
    })),
    { head: "record", class: "judged", spare: true, key: (one) => one.record?.verdict ?? null, cell: (one) => <Verdict verdict={one.record?.verdict ?? ""} /> },
  ];
}

/** What stands in columns of its own where there is room for them. */
function Beneath({ claim, several }: { claim: Claim; several: number }) {
  return (
    <>
      <small class="beneath">{claim.kind}; {claim.speaker}</small>
      <span class="verdicts">
        {claim.model.map((one) => <span key={one.asked}>{modelWords(one.asked, several).toLowerCase()} <Verdict verdict={one.verdict} /></span>)}
        <span>record <Verdict verdict={claim.record?.verdict ?? ""} /></span>
      </span>
    </>
  );
}

function modelWords(asked: string, several: number): string {
  return several > 1 ? `Model, ${asked}` : "Model";
}
