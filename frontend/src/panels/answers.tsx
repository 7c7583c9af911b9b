// Questions that were asked about this war and kept: attribution, sensitivity, checks against the record and more.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Kept, Table as Printed } from "../contract.ts";
import { Number as Figure } from "../how.tsx";
import { Panel } from "../panel.tsx";
import { ANSWERS, kept, missing, once } from "../resources.ts";
import { numberIn } from "../sorting.ts";
import { page } from "../state.ts";
import { Command, Table, type Column } from "../tables/table.tsx";
import { headingOf } from "../verbs.ts";

export function Answers() {
  useEffect(() => { void once(ANSWERS, kept); }, []);
  const found = kept.value;
  return (
    <Panel id="answers" title="Questions asked and kept" wide>
      {!found && <p role="status" class="note">{missing.value[ANSWERS] ?? "Looking for kept answers …"}</p>}
      {found?.length === 0 && <None />}
      {found?.map((one) => <Answer key={one.command} kept={one} />)}
    </Panel>
  );
}

function None() {
  const war = page.value?.scenario ?? "SCENARIO";
  return (
    <p class="note">
      Nothing has been asked about this war yet: <code>polemos compare {war} --without NAME</code>, <code>polemos attribute {war}</code>,{" "}
      <code>polemos sensitivity {war}</code>, <code>polemos discover {war}</code> and <code>polemos forecast {war}</code> keep their answers where this page finds them.
    </p>
  );
}

function Answer({ kept: answer }: { kept: Kept }) {
  const open = useSignal(false);
  return (
    <details class="kept" onToggle={(event) => { open.value = event.currentTarget.open; }}>
      <summary><h3>{headingOf(answer.verb)}</h3> <code>{answer.command}</code></summary>
      {open.value && (
        <>
          <Command line={answer.command} />
          {answer.plot && <img src={answer.plot} loading="lazy" alt={`${headingOf(answer.verb)}: plot of what stands in the tables below`} />}
          {answer.tables.map((table, at) => <Told key={at} table={table} command={answer.command} />)}
        </>
      )}
    </details>
  );
}

function Told({ table, command }: { table: Printed; command: string }) {
  return (
    <>
      {table.head.length > 0
        ? <Table columns={columnsOf(table, command)} rows={table.rows} caption={table.title || "Further numbers"} />
        : table.title && <p><strong>{table.title}</strong></p>}
      {table.notes.map((note) => <p key={note} class="note">{note.trim()}</p>)}
    </>
  );
}

function columnsOf(table: Printed, command: string): Column<string[]>[] {
  return table.head.map((head, at) => {
    const cells = table.rows.map((row) => row[at] ?? "");
    const numbers = cells.some((cell) => numberIn(cell) !== null) && cells.every((cell) => /^\W*$/.test(cell) || numberIn(cell) !== null);
    return {
      head, first: at === 0 && !numbers, right: numbers,
      key: (row) => (numbers ? numberIn(row[at] ?? "") : row[at] ?? ""),
      cell: (row) => {
        const cell = row[at] ?? "";
        return at > 0 && /\d/.test(cell) && !/\p{L}{4}/u.test(cell) ? <Figure text={cell} how={{ words: `${row[0] ?? ""}: ${head}.`, command }} /> : cell;
      },
    };
  });
}
