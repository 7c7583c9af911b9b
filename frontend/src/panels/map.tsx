// The map of the theatre: who holds what in the chosen week, how sure that is, and what happens there.
import { useComputed, useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { markerPath } from "../charts/marker.ts";
import { useWidth } from "../charts/chart.tsx";
import type { Page, Weeks } from "../contract.ts";
import { howOf, Number } from "../how.tsx";
import { radiusOf, sheetOf, WHOLE, within, zoomed, type Look, type Sheet } from "../map/geometry.ts";
import { Borders, Land } from "../map/ground.tsx";
import { heldBy, lookOf } from "../map/holding.ts";
import { Places, Roads } from "../map/marks.tsx";
import { placed } from "../map/names.ts";
import { Wash } from "../map/wash.tsx";
import { Panel } from "../panel.tsx";
import { chosen, history, page, place, week, weeks } from "../state.ts";
import { amount, percent, plainDate, whole } from "../words.ts";

export function TheatreMap() {
  const [own, all] = [page.value, weeks.value];
  if (!own || !all) return null;
  const date = plainDate(own.dates[week.value] ?? own.start);
  const title = history.value ? `The theatre in history ${history.value.number}, ${date}` : `The theatre, ${date}`;
  return (
    <Panel id="map" title={title}>
      <Legend own={own} />
      <Theatre own={own} all={all} />
      <Card own={own} all={all} />
      <ThisWeek own={own} all={all} />
      <PlacesTable own={own} all={all} />
      {own.ground.credit && <p class="note">{own.ground.credit}</p>}
    </Panel>
  );
}

function Legend({ own }: { own: Page }) {
  return (
    <ul class="legend">
      {own.camps.filter((camp) => camp.holds).map((camp) => (
        <li key={camp.id}><svg class="swatch" viewBox="-8 -8 16 16" aria-hidden="true"><path d={markerPath(camp.marker, 6)} fill={camp.fill} stroke="#111111" /></svg>{camp.title}</li>
      ))}
      <li class="how-sure">full: in 80 % of the histories or more · pale: 50 to 80 % · hollow: fewer; the ring is divided as the histories are</li>
    </ul>
  );
}

function Theatre({ own, all }: { own: Page; all: Weeks }) {
  const sheet = useMemo(() => sheetOf(own.ground), [own]);
  const look = useSignal<Look>(WHOLE);
  const { ref, width } = useWidth();
  const grip = useRef<Map<number, { x: number; y: number }>>(new Map());
  const box = useComputed(() => {
    const { x, y, scale } = look.value;
    return `${x.toFixed(2)} ${y.toFixed(2)} ${(sheet.width / scale).toFixed(2)} ${(sheet.height / scale).toFixed(2)}`;
  });
  const ratio = sheet.width / Math.max(1, width.value);
  const move = (dx: number, dy: number) => {
    const now = look.value;
    look.value = within({ ...now, x: now.x - (dx * ratio) / now.scale, y: now.y - (dy * ratio) / now.scale }, sheet);
  };
  const zoom = (factor: number, at?: { x: number; y: number }) => {
    const now = look.value;
    const middle = { x: now.x + sheet.width / now.scale / 2, y: now.y + sheet.height / now.scale / 2 };
    const point = at ?? middle;
    look.value = zoomed(now, factor, point.x, point.y, sheet);
  };
  const onSheet = (event: { clientX: number; clientY: number; currentTarget: Element }) => {
    const frame = event.currentTarget.getBoundingClientRect();
    const now = look.value;
    return { x: now.x + ((event.clientX - frame.left) * ratio) / now.scale, y: now.y + ((event.clientY - frame.top) * ratio) / now.scale };
  };
  const pick = (target: EventTarget | null) => {
    const row = (target as Element | null)?.closest?.("[data-place]")?.getAttribute("data-place");
    if (row) place.value = own.places[+row]?.id ?? "";
  };
  return (
    <div
      class="theatre-map" ref={ref} style={{ "--shape": String(sheet.width / sheet.height) }} tabIndex={0} data-keys={look.value.scale > 1 ? "" : undefined}
      aria-label="Map; plus and minus zoom, arrow keys move it when zoomed, 0 shows all of it" role="group"
      onKeyDown={(event) => {
        const steps: Record<string, [number, number]> = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
        const step = steps[event.key];
        if (event.key === "+" || event.key === "=") zoom(1.5);
        else if (event.key === "-") zoom(1 / 1.5);
        else if (event.key === "0") look.value = WHOLE;
        else if (step && look.value.scale > 1 && event.target === event.currentTarget) { move(...step); event.preventDefault(); }
      }}
    >
      <div class="sheet" style={{ aspectRatio: `${sheet.width} / ${sheet.height}` }}>
        <div class="under" style={{ transform: `translate(${(-look.value.x * look.value.scale) / ratio}px, ${(-look.value.y * look.value.scale) / ratio}px) scale(${look.value.scale})` }}>
          <svg viewBox={`0 0 ${sheet.width} ${sheet.height}`} aria-hidden="true"><Land own={own} sheet={sheet} /></svg>
          <Wash own={own} all={all} />
        </div>
        <svg
          class="over" viewBox={box} role="img" aria-label={`Map of ${whole(own.places.length)} places; the table below the map says the same in words`}
          onWheel={(event) => { if (event.ctrlKey || event.metaKey || look.value.scale > 1) { event.preventDefault(); zoom(event.deltaY < 0 ? 1.25 : 0.8, onSheet(event)); } }}
          onPointerDown={(event) => { grip.current.set(event.pointerId, { x: event.clientX, y: event.clientY }); }}
          onPointerMove={(event) => drag(event, grip.current, move, zoom, onSheet)}
          onPointerUp={(event) => { grip.current.delete(event.pointerId); }}
          onPointerLeave={(event) => { grip.current.delete(event.pointerId); }}
          onClick={(event) => pick(event.target)}
        >
          <Borders own={own} sheet={sheet} />
          <Roads own={own} all={all} sheet={sheet} />
          <Fronts own={own} all={all} sheet={sheet} look={look.value} ratio={ratio} />
          <Places own={own} all={all} sheet={sheet} look={{ ...look.value, scale: look.value.scale / ratio }} />
          <Names own={own} sheet={sheet} look={look.value} ratio={ratio} />
        </svg>
      </div>
      <p class="zoom">
        <button type="button" aria-label="Closer" onClick={() => zoom(1.5)}>+</button>
        <button type="button" aria-label="Farther" onClick={() => zoom(1 / 1.5)}>−</button>
        <button type="button" onClick={() => { look.value = WHOLE; }}>All</button>
      </p>
    </div>
  );
}

function drag(
  event: PointerEvent & { currentTarget: Element }, held: Map<number, { x: number; y: number }>, move: (dx: number, dy: number) => void,
  zoom: (factor: number, at: { x: number; y: number }) => void, onSheet: (event: { clientX: number; clientY: number; currentTarget: Element }) => { x: number; y: number },
): void {
  const before = held.get(event.pointerId);
  if (!before) return;
  const others = [...held].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
  const now = { x: event.clientX, y: event.clientY };
  if (others[0]) {
    const far = (one: { x: number; y: number }) => Math.hypot(one.x - others[0]!.x, one.y - others[0]!.y);
    if (far(before) > 0) zoom(far(now) / far(before), onSheet(event));
  } else move(now.x - before.x, now.y - before.y);
  held.set(event.pointerId, now);
}

function Fronts({ own, all, sheet, look, ratio }: { own: Page; all: Weeks; sheet: Sheet; look: Look; ratio: number }) {
  const middles = useMemo(() => own.fronts.map((front, row) => {
    const there = own.places.filter((one) => one.front === row);
    const mean = (of: (one: (typeof there)[number]) => number) => there.reduce((sum, one) => sum + of(one), 0) / there.length;
    return front.named && there.length > 2 ? { row, title: front.title.split(" (")[0]!, x: sheet.x(mean((one) => one.longitude)), y: sheet.y(mean((one) => one.latitude)) } : null;
  }).filter((one) => one !== null), [own]);
  const killed = all.fronts.killed.mean[week.value] ?? [];
  return (
    <g class="fronts" aria-hidden="true">
      {middles.map(({ row, title, x, y }) => (killed[row] ?? 0) > 0 && (
        <g key={row} transform={`translate(${x} ${y}) scale(${ratio / look.scale})`}>
          <circle r={Math.min(26, 2.2 * Math.sqrt(killed[row]!))}><title>{`${title}: ${amount(killed[row]!, "men")} dead in the week, mean of the histories`}</title></circle>
        </g>
      ))}
    </g>
  );
}

function Names({ own, sheet, look, ratio }: { own: Page; sheet: Sheet; look: Look; ratio: number }) {
  const found = useMemo(() => {
    const unit = look.scale / ratio;
    const [wide, high] = [sheet.width / ratio, sheet.height / ratio];
    const spots = own.places.map((one) => ({ x: (sheet.x(one.longitude) - look.x) * unit, y: (sheet.y(one.latitude) - look.y) * unit, radius: radiusOf(one.people), text: one.short, height: 11, people: one.people }))
      .filter((spot) => spot.x > 0 && spot.y > 0 && spot.x < wide && spot.y < high)
      .sort((one, two) => two.people - one.people);
    return placed(spots, wide, high).map((one) => ({ ...one, text: spots[one.row]!.text }));
  }, [own, look, ratio]);
  return (
    <g class="names" aria-hidden="true" transform={`translate(${look.x} ${look.y}) scale(${ratio / look.scale})`}>
      {found.map((one) => <text key={one.row} x={one.x} y={one.y} dy="0.32em" text-anchor={one.anchor}>{one.text}</text>)}
    </g>
  );
}

/** What is known of the place that is picked out. */
function Card({ own, all }: { own: Page; all: Weeks }) {
  const row = own.places.findIndex((one) => one.id === place.value);
  const spot = own.places[row];
  if (!spot) return <p class="note">Pick a place on the map or in the table to see who holds it in how many histories.</p>;
  const held = heldBy(all.control[week.value]?.[row] ?? []);
  const front = own.fronts[spot.front];
  const one = history.value;
  return (
    <div class="card" aria-live="polite">
      <h3>{spot.title} <button type="button" aria-label="Close" onClick={() => { place.value = ""; }}>×</button></h3>
      <p>{whole(spot.people)} people at the start{front?.named && <>; front: {front.title}</>}</p>
      <ul>
        {held.map(({ camp, share }) => (
          <li key={camp}>{lookOf(own.camps, camp).title}: <Number text={percent(share)} how={howOf("holder", `share of the histories in which this camp holds ${spot.title}`, week.value, [spot.id])} /> of the histories</li>
        ))}
        {one && <li>in history {one.number}: {lookOf(own.camps, one.holder[week.value]?.[row] ?? -1).title}</li>}
      </ul>
    </div>
  );
}

/** The numbers of the week: decisions, what was taken, the hardest fighting, aircraft. */
function ThisWeek({ own, all }: { own: Page; all: Weeks }) {
  const at = week.value;
  const decided = own.decisions.filter((one) => Math.max(1, Math.ceil((one.day + 1) / 7)) === at);
  const taken: { row: number; share: number }[] = [];
  const list = all.taken[at] ?? [];
  for (let number = 0; number + 1 < list.length; number += 2) taken.push({ row: list[number]!, share: list[number + 1]! });
  taken.sort((one, two) => two.share - one.share);
  const killed = all.fronts.killed.mean[at] ?? [];
  const hardest = killed.map((dead, row) => ({ dead, row })).filter(({ dead }) => dead > 0).sort((one, two) => two.dead - one.dead).slice(0, 4);
  const [mean, low, high] = [all.aircraft.mean[at] ?? [], all.aircraft.low[at] ?? [], all.aircraft.high[at] ?? []];
  return (
    <div class="this-week">
      <div>
        <h3>Week {at}</h3>
        {decided.length > 0 ? <ul>{decided.flatMap((one) => one.titles.map((title) => <li key={title}><strong>{title}</strong> ({plainDate(one.date)})</li>))}</ul> : <p class="note">No dated decision in this week.</p>}
        {taken.length > 0 && <p>Changed hands: {taken.slice(0, 5).map(({ row, share }, number) => (
          <span key={row}>{number > 0 && ", "}{own.places[row]!.short} <Number text={percent(share)} how={howOf("holder", `share of the histories in which another camp holds ${own.places[row]!.title} than a week before`, at, [own.places[row]!.id])} /></span>
        ))} of the histories</p>}
      </div>
      <div>
        <h3>Hardest fighting</h3>
        {hardest.length === 0 && <p class="note">Nobody is killed in this week.</p>}
        <ul>{hardest.map(({ dead, row }) => <li key={row}>{own.fronts[row]!.title}: <Number text={amount(dead, "men")} how={howOf("front_killed", "men of all sides killed at the front in the week: mean of the histories", at, [own.fronts[row]!.id])} /> dead</li>)}</ul>
      </div>
      <div>
        <h3>Aircraft at their bases</h3>
        {own.wings.length === 0 && <p class="note">Nobody has any.</p>}
        <ul>{own.wings.map((wing, row) => <li key={wing.id}>{wing.title}: <Number text={`${whole(mean[row] ?? null)}${low[row] === high[row] ? "" : ` (${whole(low[row] ?? null)} to ${whole(high[row] ?? null)})`}`} how={howOf("aircraft", `airframes of ${wing.title}: mean and middle 80 % of the histories`, at, [wing.id])} /></li>)}</ul>
      </div>
    </div>
  );
}

function PlacesTable({ own, all }: { own: Page; all: Weeks }) {
  const open = useSignal(false);
  return (
    <details onToggle={(event) => { open.value = event.currentTarget.open; }}>
      <summary>The map as a table</summary>
      {open.value && (
        <div class="scroll" tabIndex={0}>
          <table>
            <caption>Who holds each place in week {week.value}, in percent of the histories</caption>
            <thead><tr><th scope="col">Place</th><th scope="col">Front</th><th scope="col">Held by</th></tr></thead>
            <tbody>{own.places.map((spot, row) => (
              <tr key={spot.id}>
                <th scope="row"><button type="button" class="link" onClick={() => { place.value = spot.id; }}>{spot.title}</button></th>
                <td>{own.fronts[spot.front]?.title ?? ""}</td>
                <td>{heldBy(all.control[week.value]?.[row] ?? []).map(({ camp, share }) => `${lookOf(own.camps, camp).title} ${percent(share)}`).join(", ")}{chosen.value !== null && history.value ? ` (history ${chosen.value}: ${lookOf(own.camps, history.value.holder[week.value]?.[row] ?? -1).title})` : ""}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </details>
  );
}
