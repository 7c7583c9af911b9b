// Cohesion of the coalition over the histories, and when its first fissure comes, on one axis of time.
import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Chart, weekWords } from "../charts/chart.tsx";
import { brokenBy, layersOf, reach, seriesOf, shareAndRange, shortShare, stacked, type Layers } from "../charts/layers.ts";
import { Decisions } from "../charts/marks.tsx";
import { AtWeek, FanKey, FanLayer, Hatches, INK, Key, Sample, saidAt } from "../charts/parts.tsx";
import { columnsPath } from "../charts/paths.ts";
import type { Plot } from "../charts/plot.ts";
import type { Page, Weeks } from "../contract.ts";
import { howOf, Number } from "../how.tsx";
import { Panel } from "../panel.tsx";
import { contrast, history, page, week, weeks } from "../state.ts";
import { percent, plainDate, whole } from "../words.ts";

const WASH = "#b3261e";
const BROKEN = "first fissure of the coalition: day, -1 never; a history has broken by a week if its day is not later";

export function Cohesion() {
  const [own, all] = [page.value, weeks.value];
  const series = all && seriesOf(all, "cohesion");
  if (!own || !all) return null;
  const title = "Cohesion and the first fissure";
  if (!series || series.fan.middle.every((value) => value === null)) {
    return <Panel id="cohesion" title={title}><p>This war has no coalition whose cohesion is measured.</p><Decisions /></Panel>;
  }
  const layers = layersOf(series, contrast.value, history.value);
  const note = `Trust of the members${own.coalition ? ` of the ${own.coalition}` : ""} in each other, weighted by their men: 0 none, 1 full. Red wash: share of the histories that have broken by then.`;
  return (
    <Panel id="cohesion" title={title} note={note}>
      <p class="now">
        Cohesion <AtWeek layers={layers} words="cohesion of the coalition: median and middle 80 % of the histories" />
        {" · "}<Broken all={all} />
      </p>
      <Fans layers={layers} all={all} />
      <FanKey><li><Sample ink={WASH} fill="#edcfcb" />have broken by then</li></FanKey>
      {all.fissure.share > 0 ? <FirstFissure own={own} all={all} /> : <p>No member breaks in any of the {whole(own.histories)} histories.</p>}
      <Decisions />
    </Panel>
  );
}

/** By this week so many histories have broken. */
function Broken({ all }: { all: Weeks }) {
  const text = percent(brokenBy(all.fissure.shares, week.value));
  return <>by this week <Number text={text} how={howOf("fissure_day", BROKEN)} /> of the histories have broken</>;
}

function Fans({ layers, all }: { layers: Layers; all: Weeks }) {
  const say = useMemo(
    () => computed(() => `Cohesion, week ${weekWords.value}: ${saidAt(layers, "median and 80 % range", week.value)}; ${percent(brokenBy(all.fissure.shares, week.value))} of the histories have broken by then.`),
    [layers, all],
  );
  return (
    <Chart
      height={190} domain={[0, reach([layers], 1)[1]]} say={say} marks deps={[layers, all]}
      dots={[{ values: layers.fan.middle, ink: layers.other ? "#767676" : INK }]}
      draw={(plot) => <><Wash plot={plot} shares={all.fissure.shares} /><FanLayer layers={layers} plot={plot} /></>}
    />
  );
}

/** The share of histories that have broken, as a wash over the weeks. */
function Wash({ plot, shares }: { plot: Plot; shares: number[][] }) {
  return (
    <>
      <linearGradient id="cohesion-wash">
        {shares.map((_, number) => (
          <stop key={number} offset={number / Math.max(1, plot.weeks)} stop-color={WASH} stop-opacity={0.24 * brokenBy(shares, number)} />
        ))}
      </linearGradient>
      <rect x={plot.left} y={plot.top} width={plot.right - plot.left} height={plot.bottom - plot.top} fill="url(#cohesion-wash)" />
    </>
  );
}

function FirstFissure({ own, all }: { own: Page; all: Weeks }) {
  const { shares } = all.fissure;
  const say = useMemo(
    () => computed(() => {
      const now = shares[week.value] ?? [];
      const kinds = own.kinds.flatMap((kind, row) => (now[row] ? [`${kind.title} ${percent(now[row]!)}`] : []));
      return `First fissure, week ${weekWords.value}: ${kinds.join(", ") || "none in this week"}; ${percent(brokenBy(shares, week.value))} of the histories have broken by then.`;
    }),
    [own, shares],
  );
  const most = Math.max(...shares.map((kinds) => kinds.reduce((sum, share) => sum + share, 0)));
  const pairs = useMemo(() => stacked(shares, own.kinds.length), [shares, own]);
  const some = own.kinds.flatMap((kind, row) => (shares.some((now) => (now[row] ?? 0) > 0) ? [{ ...kind, row }] : []));
  return (
    <>
      <h3>When the first fissure comes</h3>
      <p class="note">Share of all histories by the week of their first fissure, by its kind.</p>
      <Chart
        height={90} domain={[0, most]} say={say} format={shortShare} deps={[pairs]}
        draw={(plot) => (
          <>
            <Hatches name="kind" fills={own.kinds.map((kind) => kind.fill)} />
            {some.map((kind) => <path key={kind.id} d={columnsPath(pairs[kind.row]!, plot.x, plot.y)} fill={`url(#kind-${kind.row})`} stroke="#fff" stroke-width="0.4" />)}
          </>
        )}
      />
      <Key>{some.map((kind) => <li key={kind.id}><Sample ink={kind.fill} fill={`url(#kind-${kind.row})`} />{kind.title}</li>)}</Key>
      <Told own={own} all={all} />
      <Causes own={own} all={all} />
    </>
  );
}

/** How often and when, in a sentence. */
function Told({ own, all }: { own: Page; all: Weeks }) {
  const { share, low, high, day, day_low, day_high } = all.fissure;
  const date = day === null ? "" : dateOf(own, day);
  return (
    <p>
      A member breaks in <Number text={shareAndRange(share, low, high)} how={howOf("fissure_day", `${BROKEN}; share of the histories with its 95 % interval`)} /> of
      the histories (in brackets: 95 % interval)
      {day !== null && <>, there first on day <Number text={`${whole(day)} (${whole(day_low)} to ${whole(day_high)})`} how={howOf("fissure_day", BROKEN)} />{date && `, about ${date}`} (in brackets: middle 80 %)</>}.
    </p>
  );
}

function dateOf(own: Page, day: number): string {
  const date = new Date(Date.parse(`${own.start}T00:00:00Z`) + (Math.round(day) - 1) * 86_400_000);
  return plainDate(date.toISOString().slice(0, 10));
}

/** Mean parts of the causes of the first fissure, as bars. */
function Causes({ own, all }: { own: Page; all: Weeks }) {
  const title = (id: string) => own.causes.find((cause) => cause.id === id)?.title ?? id;
  const known = all.causes.filter((cause) => (cause.mean ?? 0) >= 0.005).toSorted((one, two) => two.mean! - one.mean!);
  if (!known.length) return null;
  const most = known[0]!.mean!;
  return (
    <>
      <h3>Causes of the first fissure</h3>
      <p class="note">The model's own account: mean part of each cause in the grievance of the member that breaks; in brackets the middle 80 %.</p>
      <ul class="bars">
        {known.map((cause) => (
          <li key={cause.id}>
            <span>{title(cause.id)}</span>
            <span class="bar"><span style={{ width: `${(100 * cause.mean!) / most}%` }} /></span>
            <Number text={shareAndRange(cause.mean, cause.low, cause.high)} how={howOf("fissure_causes", "mean part of the cause in the grievance on the day of the first fissure", null, [cause.id])} />
          </li>
        ))}
      </ul>
    </>
  );
}
