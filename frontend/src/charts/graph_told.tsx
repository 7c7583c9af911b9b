// What the coalition graph says in words: about the actor that is picked out, and all ties of the week as a table.
import type { Page, Weeks } from "../contract.ts";
import { howOf, Number } from "../how.tsx";
import { week } from "../state.ts";
import { percent, whole } from "../words.ts";
import { brokenBy, counted, middleAndRange, seriesOf } from "./layers.ts";
import { KINDS, tiesAt, touches, type Tie } from "./graph_ties.ts";
import { endsOf, howOfTie, rolesOf, TITLES, valueOf } from "./graph_words.ts";

/** One actor at the chosen week: men, trust, requests, flows, fighting. */
export function ActorTold({ page, weeks, row }: { page: Page; weeks: Weeks; row: number }) {
  const [now, actor] = [week.value, page.actors[row]!];
  const ties = tiesAt(page, weeks.ties, now).filter((tie) => touches(page, tie, row));
  const men = seriesOf(weeks, "men", [actor.id]);
  const trust = ties.filter((tie) => tie.kind === "cooperation" || tie.kind === "strain").toSorted((one, two) => two.value - one.value);
  return (
    <div class="actor-told">
      <h3>{actor.title}</h3>
      <p class="note">{rolesOf(page, row)}</p>
      <dl>
        {men && <><dt>Men</dt><dd><Number text={middleAndRange(men.fan, now, men.unit)} how={howOf("men", "men of the actor: median and middle 80 % of the histories", now, [actor.id])} /></dd></>}
        {trust.length > 0 && <><dt>Trust with</dt><dd><ul>{trust.map((tie) => <TieItem key={tie.key} page={page} tie={tie} now={now} other={tie.one === row ? tie.two : tie.one} />)}</ul></dd></>}
        <Requests page={page} weeks={weeks} row={row} now={now} />
        <Ties page={page} ties={ties.filter((tie) => tie.kind === "flow" && tie.two === row)} now={now} title="Gets from" end={0} />
        <Ties page={page} ties={ties.filter((tie) => tie.kind === "flow" && tie.one === row)} now={now} title="Sends to" end={1} />
        <Ties page={page} ties={ties.filter((tie) => tie.kind === "fight")} now={now} title="Its camp fights" end={-1} own={actor.camp} />
        {actor.member && (
          <><dt>The coalition</dt><dd>has broken by this week in <Number text={percent(brokenBy(weeks.fissure.shares, now))} how={howOf("fissure_day", "first fissure of the coalition by the week, of all histories; -1 never")} /> of the histories</dd></>
        )}
      </dl>
    </div>
  );
}

function TieItem({ page, tie, now, other }: { page: Page; tie: Tie; now: number; other: number }) {
  return <li class={`pair ${tie.kind}`}><span>{page.actors[other]?.short}</span> <Number text={valueOf(page, tie)} how={howOfTie(page, tie, now, howOf)} /></li>;
}

/** Ties by the name of one end; of a fight by the camp that is not the actor's `own`. */
function Ties({ page, ties, now, title, end, own = -1 }: { page: Page; ties: readonly Tie[]; now: number; title: string; end: -1 | 0 | 1; own?: number }) {
  if (!ties.length) return null;
  const name = (tie: Tie) => endsOf(page, tie)[end === -1 ? (tie.one === own ? 1 : 0) : end];
  return <><dt>{title}</dt><dd><ul class="long">{ties.map((tie) => <li key={tie.key}>{name(tie)}: <Number text={valueOf(page, tie)} how={howOfTie(page, tie, now, howOf)} /></li>)}</ul></dd></>;
}

/** Requests of the week that an actor makes, or gets as a patron. */
function Requests({ page, weeks, row, now }: { page: Page; weeks: Weeks; row: number; now: number }) {
  const own = weeks.ties.support.filter((tie) => tie.to === row || tie.from === row);
  if (!own.length) return null;
  const words = "requests of the client for help from the air answered in the week: mean of the histories";
  return (
    <><dt>Requests</dt><dd><ul class="long">{own.map((tie) => (
      <li key={`${tie.from} ${tie.to}`}>
        {page.actors[tie.to]?.short} to {page.actors[tie.from]?.short}:{" "}
        {(["honoured", "late", "refused"] as const).map((answer, number) => (
          <span key={answer}>{number > 0 && ", "}<Number text={counted(tie[answer][now] ?? null, "requests")} how={howOf("requests", `${words}, ${answer}`, now, [page.actors[tie.to]!.id, answer])} /> {answer}</span>
        ))}
      </li>
    ))}</ul></dd></>
  );
}

/** All ties of the chosen week. */
export function TiesTable({ page, weeks }: { page: Page; weeks: Weeks }) {
  const now = week.value;
  const ties = tiesAt(page, weeks.ties, now);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Ties of the week, table">
      <table class="ties">
        <caption>The {whole(ties.length)} ties of week {now}; trust with the middle 80 % of the histories, all else their means</caption>
        <thead><tr><th scope="col">Tie</th><th scope="col">From or one</th><th scope="col">To or other</th><th scope="col">In the week</th></tr></thead>
        <tbody>
          {KINDS.flatMap((kind) => ties.filter((tie) => tie.kind === kind)).map((tie) => {
            const [one, two] = endsOf(page, tie);
            return <tr key={tie.key}><td>{TITLES[tie.kind]}</td><td>{one}</td><td>{two}</td><td><Number text={valueOf(page, tie)} how={howOfTie(page, tie, now, howOf)} /></td></tr>;
          })}
        </tbody>
      </table>
    </div>
  );
}
