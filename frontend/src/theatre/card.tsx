// What is known of the picked place in the chosen week, each number with the command that prints it again.
import { useSignal } from "@preact/signals";
import type { Page, Weeks } from "../contract.ts";
import { howOf, inHistory, Number } from "../how.tsx";
import { history, place, week } from "../state.ts";
import { decimal, percent, plainDate, whole } from "../words.ts";
import { frontTitle } from "./fronts.ts";
import { changedShare, heldBy, holderIn, looksOf } from "./holding.ts";
import { goTo } from "./stage.tsx";
import { picked } from "./shown.ts";
import { Swatch } from "./swatch.tsx";
import { aircraftOf } from "./told.ts";

/** From this scale on the neighbours of a place keep apart. */
const NEAR = 6;

export function PlaceCard({ own, all }: { own: Page; all: Weeks }) {
  const row = picked.value;
  const found = own.places[row];
  if (!found) return <p class="note hint">Pick a place on the map or in the list to see who holds it in which part of the histories.</p>;
  const now = week.value;
  const wings = own.wings.map((wing, number) => ({ ...wing, number })).filter(({ base }) => base === row);
  return (
    <article class="place-card" aria-labelledby="card-title">
      <header>
        <h3 id="card-title">{found.title}</h3>
        <button type="button" class="link close" aria-label="Close this card" title="Close" onClick={() => { place.value = ""; }}>×</button>
      </header>
      <p class="note">{whole(found.people)} people, {found.governorate.replaceAll("_", " ")}</p>
      <Holders own={own} all={all} row={row} />
      {wings.map((wing) => (
        <p key={wing.id}>Base of {wing.title}: <Number text={aircraftOf(all, now, wing.number)} how={howOf("aircraft", `${wing.title}: aircraft in week ${now}, mean and middle 80 % of the histories`, now, [wing.id])} /></p>
      ))}
      {found.front >= 0 && <FrontLine own={own} all={all} front={found.front} />}
      <p class="buttons"><button type="button" onClick={() => goTo(row, NEAR)}>Show it larger</button></p>
    </article>
  );
}

function Holders({ own, all, row }: { own: Page; all: Weeks; row: number }) {
  const now = week.value;
  const found = own.places[row]!;
  const one = history.value;
  const changed = changedShare(all, now, row);
  const how = (words: string) => howOf("holder", words, now, [found.id]);
  return (
    <>
      <ul class="shares" aria-label={`Who holds it in week ${now}`}>
        {heldBy(all, now, row).map(({ camp, share }) => {
          const { title } = looksOf(own.camps, camp);
          return <li key={camp}><Swatch own={own} camp={camp} /><span>{title}</span><Number text={percent(share)} how={how(`${found.title}: share of the histories in which it is held by ${title} at the end of week ${now}`)} /></li>;
        })}
      </ul>
      {changed > 0 && (
        <p>Changed hands this week in <Number text={percent(changed)} how={how(`${found.title}: share of the histories in which another camp holds it at the end of week ${now} than a week before. The command prints who holds it; with --week ${now - 1}, who did before`)} /> of the histories.</p>
      )}
      {one && <p class="in-one">In history {one.number}: <Number text={looksOf(own.camps, holderIn(one, now, row)).title} how={inHistory(how(`Who holds ${found.title} at the end of week ${now}`), one.number)} /></p>}
    </>
  );
}

function FrontLine({ own, all, front }: { own: Page; all: Weeks; front: number }) {
  const now = week.value;
  const { killed, attacks, sorties } = all.fronts;
  const one = (measure: string, words: string, values: typeof killed, digits: number) => {
    const text = `${decimal(values.mean[now]?.[front] ?? null, digits)} (${decimal(values.low[now]?.[front] ?? null, digits)} to ${decimal(values.high[now]?.[front] ?? null, digits)})`;
    return <Number text={text} how={howOf(measure, `${frontTitle(own, front)}: ${words} in week ${now}, mean and middle 80 % of the histories`, now, [own.fronts[front]!.id])} />;
  };
  return (
    <>
      <h4>Front {frontTitle(own, front)}, this week</h4>
      <dl class="figures">
        <div><dt>dead</dt><dd>{one("front_killed", "men killed", killed, 0)}</dd></div>
        <div><dt>attacks begun</dt><dd>{one("front_attacks", "offensives begun", attacks, 1)}</dd></div>
        <div><dt>sorties</dt><dd>{one("front_sorties", "sorties flown", sorties, 0)}</dd></div>
      </dl>
    </>
  );
}

/** All places by name, for those who do not point. */
export function PlaceList({ own }: { own: Page }) {
  return (
    <label class="find">Place{" "}
      <select value={place} onChange={(event) => { place.value = event.currentTarget.value; if (picked.value >= 0) goTo(picked.value, 1); }}>
        <option value="">none picked</option>
        {own.places.map((_, row) => row).sort((one, two) => own.places[one]!.title.localeCompare(own.places[two]!.title, "en")).map((row) => <option key={row} value={own.places[row]!.id}>{own.places[row]!.title}</option>)}
      </select>
    </label>
  );
}

/** The places as a table: who holds each, how sure, and whether it has just changed hands. */
export function PlaceTable({ own, all }: { own: Page; all: Weeks }) {
  const open = useSignal(true);
  const now = week.value;
  const one = history.value;
  const rows = own.places.map((_, row) => row).sort((first, second) => open.value
    ? (heldBy(all, now, first)[0]?.share ?? 1) - (heldBy(all, now, second)[0]?.share ?? 1) || own.places[second]!.people - own.places[first]!.people
    : own.places[first]!.title.localeCompare(own.places[second]!.title, "en"));
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label="Table of the places">
      <p class="buttons"><label><input type="checkbox" checked={open} onChange={(event) => { open.value = event.currentTarget.checked; }} /> the most disputed first</label></p>
      <table class="places-table">
        <caption>Who holds what at the end of week {now}, {plainDate(own.dates[now]!)}</caption>
        <thead><tr><th scope="col">Place</th>{one && <th scope="col">History {one.number}</th>}<th scope="col">All histories</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row"><button type="button" class="link go" onClick={() => { place.value = own.places[row]!.id; }}>{own.places[row]!.title}</button></th>
              {one && <td>{looksOf(own.camps, holderIn(one, now, row)).title}</td>}
              <td><Number text={heldBy(all, now, row).slice(0, 3).map(({ camp, share }) => `${looksOf(own.camps, camp).title} ${percent(share)}`).join(", ")} how={howOf("holder", `${own.places[row]!.title}: shares of the histories by the camp that holds it at the end of week ${now}`, now, [own.places[row]!.id])} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
