// How to get these numbers again, and what they cannot say.
import { Panel } from "../panel.tsx";
import { page } from "../state.ts";
import { Command, Table } from "../tables/table.tsx";
import { plainDate } from "../words.ts";

export function Again() {
  const run = page.value;
  if (!run) return null;
  const rows: [string, string][] = [
    ["scenario", `${run.title} (${run.scenario})`],
    ["digest of the scenario", run.digest],
    ["seed", String(run.seed)],
    ["histories", run.histories.toLocaleString("en-GB")],
    ["days", `${run.days.toLocaleString("en-GB")}, from ${plainDate(run.start)}`],
    ...(run.changes.length > 0 ? [["changes", run.changes.join("; ")] as [string, string]] : []),
    ["digest of the engine", run.engine],
    ["version of polemos", run.version],
  ];
  return (
    <Panel id="again" title="How to run it again, and what it cannot say" wide>
      <div class="again">
        <div>
          <Command line={run.command} />
          <p class="note">The numbers of a history depend on scenario, seed, engine and its own number alone, not on the machine.</p>
          <Table
            columns={[{ head: "what", first: true, cell: ([what]) => what }, { head: "value", class: "path", cell: ([, value]) => value }]}
            rows={rows} name={([what]) => what} hidden caption="Where these numbers come from"
          />
        </div>
        <div>
          <h3>Limits</h3>
          <ul>{run.limits.map((line) => <li key={line}>{line}</li>)}</ul>
          {run.scope && <p class="note">{run.scope}</p>}
        </div>
      </div>
    </Panel>
  );
}
