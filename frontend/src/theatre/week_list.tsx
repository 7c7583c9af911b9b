// This week in words and numbers: what changed hands, where people died, what was decided, what flew.
import type { Page, Weeks } from "../contract.ts";
import { howOf, inHistory, Number } from "../how.tsx";
import { history, place, week } from "../state.ts";
import { decimal, percent, plainDate } from "../words.ts";
import { frontsOf, frontTitle, worst } from "./fronts.ts";
import { changes, heldBy, holderIn, looksOf } from "./holding.ts";
import { titleOf } from "./stage.tsx";
import { aircraftOf, decisionsOf, numbersOf } from "./told.ts";

const FEW = 6;

export function WeekList({ own, all }: { own: Page; all: Weeks }) {
  return (
    <section class="this-week" aria-labelledby="week-title">
      <h3 id="week-title">This week: {titleOf(own, week.value)}</h3>
      <Decided own={own} />
      <div class="week-parts">
        <Numbers all={all} />
        <Changed own={own} all={all} />
        <Fronts own={own} all={all} />
        <Wings own={own} all={all} />
      </div>
    </section>
  );
}

function Decided({ own }: { own: Page }) {
  const found = decisionsOf(own, week.value);
  if (!found.length) return <p class="note">No dated decision falls into this week.</p>;
  return <ul class="decided">{found.map((one) => <li key={one.date}><strong>{plainDate(one.date)}</strong>{one.low < one.high ? " or about" : ""}: {one.titles.join("; ")}</li>)}</ul>;
}

function Numbers({ all }: { all: Weeks }) {
  const now = week.value;
  const one = history.value;
  return (
    <div>
      <h4>In numbers</h4>
      <dl class="figures">
        {numbersOf(all, one, now).map((line) => (
          <div key={`${line.measure} ${line.of.join()}`}>
            <dt>{line.title}</dt>
            <dd><Number text={line.many} how={howOf(line.measure, `${line.title}, week ${now}: median and middle 80 % of the histories`, now, line.of)} />
              {one && <span class="in-one">history {one.number}: <Number text={line.one} how={inHistory(howOf(line.measure, `${line.title}, week ${now}`, now, line.of), one.number)} /></span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Changed({ own, all }: { own: Page; all: Weeks }) {
  const now = week.value;
  const one = history.value;
  const found = changes(all, one, now);
  const line = (row: number, share: number) => {
    const { id, title } = own.places[row]!;
    const words = `${title}: share of the histories in which another camp holds it at the end of week ${now} than a week before. The command prints who holds it; with --week ${now - 1}, who did before`;
    const to = one ? looksOf(own.camps, holderIn(one, now, row)).title : (heldBy(all, now, row)[0] ? `now mostly ${looksOf(own.camps, heldBy(all, now, row)[0]!.camp).title}` : "");
    return (
      <li key={id}>
        <button type="button" class="link go" onClick={() => { place.value = id; }}>{title}</button>{one && ` to ${to}`}{" "}
        {!one && <Number text={percent(share)} how={howOf("holder", words, now, [id])} />}{!one && <span class="note"> {to}</span>}
      </li>
    );
  };
  return (
    <div>
      <h4>Changed hands{one ? ` in history ${one.number}` : ""}</h4>
      {found.length === 0 && <p class="note">No place of the map.</p>}
      <ul>{found.slice(0, FEW).map(({ place: row, share }) => line(row, share))}</ul>
      {found.length > FEW && <details><summary>{found.length - FEW} more</summary><ul>{found.slice(FEW).map(({ place: row, share }) => line(row, share))}</ul></details>}
      {!one && found.length > 0 && <p class="note">Shares of the histories.</p>}
    </div>
  );
}

function Fronts({ own, all }: { own: Page; all: Weeks }) {
  const now = week.value;
  const found = frontsOf(all, now);
  const most = worst(all.fronts.killed);
  const line = ({ front, killed, attacks, sorties }: (typeof found)[number]) => {
    const title = frontTitle(own, front);
    const number = (measure: string, words: string, value: number, digits: number) => (
      <Number text={decimal(value, digits)} how={howOf(measure, `${title}: ${words} in week ${now}, mean of the histories`, now, [own.fronts[front]!.id])} />
    );
    return (
      <tr key={front}>
        <th scope="row">{title}<span class="dead-line" aria-hidden="true"><span style={{ width: `${(100 * killed) / most}%` }} /></span></th>
        <td>{number("front_killed", "men killed", killed, 0)}</td><td>{number("front_attacks", "offensives begun", attacks, 1)}</td><td>{number("front_sorties", "sorties flown", sorties, 0)}</td>
      </tr>
    );
  };
  const table = (rows: typeof found) => (
    <table>
      <thead><tr><th scope="col">Front</th><th scope="col">dead</th><th scope="col" title="offensives begun">attacks</th><th scope="col">sorties</th></tr></thead>
      <tbody>{rows.map(line)}</tbody>
    </table>
  );
  return (
    <div>
      <h4>Where people fought</h4>
      {found.length === 0 ? <p class="note">Nobody died on a front.</p> : table(found.slice(0, FEW))}
      {found.length > FEW && <details><summary>{found.length - FEW} more</summary>{table(found.slice(FEW))}</details>}
      {found.length > 0 && <p class="note">Means of all histories.</p>}
    </div>
  );
}

function Wings({ own, all }: { own: Page; all: Weeks }) {
  const now = week.value;
  if (!own.wings.length) return null;
  return (
    <div>
      <h4>Aircraft</h4>
      <table>
        <thead><tr><th scope="col">Wing</th><th scope="col">aircraft</th></tr></thead>
        <tbody>
          {own.wings.map(({ id, title, patron, base }, wing) => (
            <tr key={id}>
              <th scope="row">{title} <span class="note">{own.actors[patron]?.short}{base >= 0 ? `, at ${own.places[base]!.short}` : ""}</span></th>
              <td><Number text={aircraftOf(all, now, wing)} how={howOf("aircraft", `${title}: aircraft in week ${now}, mean and middle 80 % of the histories`, now, [id])} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">Mean and middle 80 % of the histories.</p>
    </div>
  );
}
