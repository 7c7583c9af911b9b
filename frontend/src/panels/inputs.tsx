// What was assumed: every uncertain number with range, unit, source and confidence, fifty at a time.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { shown, unsourced } from "../changes.ts";
import type { Input, Inputs } from "../contract.ts";
import { howOf, Number as Figure } from "../how.tsx";
import { Panel } from "../panel.tsx";
import { INPUTS, inputs, missing, once } from "../resources.ts";
import { find } from "../searching.ts";
import { partOf, sorted, type Order } from "../sorting.ts";
import { Pager, Table, type Column } from "../tables/table.tsx";
import { Path, Range, Source } from "../tables/value.tsx";

const SIZE = 50;
const LEVELS = ["", "none", "low", "medium", "high"];

export function Assumptions() {
  const open = useSignal(false);
  useEffect(() => { void once(INPUTS, inputs); }, []);
  const found = inputs.value;
  return (
    <Panel id="inputs" title="What was assumed" wide note={found ? noteOf(found) : undefined}>
      {!found && <p role="status" class="note">{missing.value[INPUTS] ?? "Reading what was assumed …"}</p>}
      {found && found.inputs.length > 0 && (
        <details onToggle={(event) => { open.value = event.currentTarget.open; }}>
          <summary>The {found.inputs.length} numbers and dates</summary>
          {open.value && <Listed all={found.inputs} />}
        </details>
      )}
    </Panel>
  );
}

function noteOf({ inputs: all }: Inputs): string {
  if (all.length === 0) return "Every number of this scenario is taken as certain.";
  const weak = all.filter((one) => unsourced(one) !== "").length;
  const told = all.filter((one) => one.outcome !== "").length;
  return `${all.length} numbers are uncertain; ${weak} of them rest on judgement or have no source (marked ▲). Each history draws every one of them from its range. `
    + `${told === 0 ? "None stands" : told === 1 ? "One stands" : `${told} stand`} out as going with an outcome; the others may matter too, less or together.`;
}

function Listed({ all }: { all: readonly Input[] }) {
  const query = useSignal("");
  const only = useSignal(false);
  const at = useSignal(0);
  const order = useSignal<Order | null>(null);
  const found = find(query.value, only.value ? all.filter((one) => unsourced(one) !== "") : all, (one) => `${one.path} ${one.unit} ${one.source} ${one.outcome}`);
  const by = order.value;
  const ordered = by ? sorted(found, COLUMNS[by.column]?.key, by.down) : found;
  const part = partOf(ordered, at.value, SIZE);
  const turn = (page: number) => { at.value = page; };
  const sorting = { get value() { return order.value; }, set value(next) { order.value = next; at.value = 0; } };
  return (
    <>
      <div class="fields">
        <input type="search" placeholder="Search" aria-label="Search the assumptions" value={query.value} onInput={(event) => { query.value = event.currentTarget.value; at.value = 0; }} />
        <label class="choice"><input type="checkbox" checked={only.value} onChange={(event) => { only.value = event.currentTarget.checked; at.value = 0; }} /> without a source only</label>
        <span role="status" class="note">{found.length} of {all.length}</span>
        <Pager page={part.page} pages={part.pages} what="the assumptions" turn={turn} />
      </div>
      <Table columns={COLUMNS} rows={part.rows} name={(one) => one.path} hidden caption="Assumptions" order={sorting} />
      <Pager page={part.page} pages={part.pages} what="the assumptions, again" turn={turn} />
    </>
  );
}

const COLUMNS: Column<Input>[] = [
  { head: "input", first: true, class: "path", key: (one) => one.path, cell: (one) => <Path text={one.path} /> },
  { head: "low – best – high", cell: (one) => <Range input={one} /> },
  { head: "confidence", key: (one) => LEVELS.indexOf(one.confidence), cell: (one) => (one.confidence === "" ? "not stated" : one.confidence) },
  { head: "source", class: "words", key: (one) => one.source, cell: (one) => <Source input={one} sure={false} /> },
  { head: "goes with", key: (one) => (one.weight === null ? null : -Math.abs(one.weight)), cell: (one) => <Weight input={one} /> },
];

function Weight({ input }: { input: Input }) {
  if (input.outcome === "" || input.weight === null) return <>–</>;
  const words = `Rank correlation of ${input.path} (${shown(input.low)} to ${shown(input.high)}) with ${input.outcome}, over the histories. The command prints what the histories drew of it.`;
  const text = `${input.weight < 0 ? "−" : "+"}${Math.abs(input.weight).toFixed(2)}`;
  return <>{input.outcome} <Figure text={text} how={howOf("inputs", words, null, [input.path])} /></>;
}
