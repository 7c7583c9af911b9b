// All what-ifs beside each other: the difference that each makes to one measure, as a dot with its interval around zero.
import { useSignal } from "@preact/signals";
import { choose } from "../asking.ts";
import type { Difference } from "../contract.ts";
import { interval, level, measuresOf, reachOf, SAID, signed, unitOf, wayOf, type Row } from "../contrasts.ts";
import { Number as Figure } from "../how.tsx";
import { against } from "../state.ts";
import { percent } from "../words.ts";
import { Gap } from "./differences.tsx";
import { Table, type Column } from "./table.tsx";

const WIDE = 200;
const TALL = 18;
const wished = { measure: "" };

export function Forest({ rows }: { rows: readonly Row[] }) {
  const measures = measuresOf(rows);
  const chosen = useSignal(wished.measure);
  const measure = measures.some((one) => one.measure === chosen.value) ? chosen.value : measures[0]?.measure ?? "";
  const title = measures.find((one) => one.measure === measure)?.title ?? "";
  const unit = rows.flatMap((row) => row.measures).find((one) => one.measure === measure);
  const found = rows.map((row) => ({ row, one: row.measures.find((one) => one.measure === measure) }));
  const reach = reachOf(found.flatMap(({ one }) => (one ? [one] : [])));
  const columns: Column<(typeof found)[number]>[] = [
    { head: "what-if; less, 0, more", first: true, class: "forest", key: ({ row }) => row.label, cell: ({ row, one }) => (
      <>
        <button type="button" class="link" aria-pressed={row.label === against.value} onClick={() => choose(row.label)}>{row.label}</button>
        {one && <Dot one={one} label={row.label} reach={reach} />}
      </>
    ) },
    { head: "difference, 95 % interval", right: true, key: ({ one }) => one?.difference ?? null, cell: ({ one, row }) => (one ? <Gap one={one} command={row.command} /> : "–") },
    { head: "up in; baseline", right: true, key: ({ one }) => one?.up ?? null, cell: ({ one, row }) => (one ? <Beside one={one} command={row.command} /> : "–") },
  ];
  return (
    <>
      <label class="field">Difference in{" "}
        <select value={measure} onChange={(event) => { wished.measure = chosen.value = event.currentTarget.value; }}>
          {measures.map((one) => <option key={one.measure} value={one.measure}>{one.title}</option>)}
        </select>
        {unit && unitOf(unit) ? ` [${unitOf(unit)}]` : ""}
      </label>
      <Table columns={columns} rows={found} hidden caption={`What each what-if changes: ${title}`}
        name={({ row }) => row.label} chosen={({ row }) => row.label === against.value} />
    </>
  );
}

function Beside({ one, command }: { one: Difference; command: string }) {
  return (
    <>
      <Figure text={percent(one.up)} how={{ words: `${one.title}: share of the histories in which it goes up.`, command }} />
      <small class="interval baseline">
        of <Figure text={level(one.baseline, one)} how={{ words: `${one.title}: mean of the war as it is.`, command }} />
      </small>
    </>
  );
}

function Dot({ one, label, reach: [low, high] }: { one: Difference; label: string; reach: [number, number] }) {
  const way = wayOf(one);
  const at = (value: number) => Math.round(((value - low) / (high - low)) * WIDE * 10) / 10;
  const middle = TALL / 2;
  const said = `${label}: ${signed(one.difference, one)} ${unitOf(one)}, ${interval(one)}; ${SAID[way]}`;
  return (
    <svg viewBox={`0 0 ${WIDE} ${TALL}`} role="img" aria-label={said}>
      <line class="zero" x1={at(0)} x2={at(0)} y1={0} y2={TALL} />
      {one.low !== null && one.high !== null && <line class={`reach ${way}`} x1={at(one.low)} x2={at(one.high)} y1={middle} y2={middle} />}
      {one.difference !== null && <circle class={`dot ${way}`} cx={at(one.difference)} cy={middle} r={4.5} />}
    </svg>
  );
}
