// What became of the members' requests for help from the air, and the effort of the patron behind it.
import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Chart, weekWords } from "../charts/chart.tsx";
import { layersOf, moves, partOf, reach, seriesOf, type Layers } from "../charts/layers.ts";
import { AtWeek, FanKey, FanLayer, GREY, saidAt, Sample } from "../charts/parts.tsx";
import type { Maybe } from "../contract.ts";
import { howOf, Number } from "../how.tsx";
import { Panel } from "../panel.tsx";
import { contrast, history, week, weeks } from "../state.ts";
import { decimal, percent } from "../words.ts";

/** Honoured, late, refused: areas as in the report, lines dark enough on white and each with a stroke of its own. */
const ANSWERS = [
  { id: "honoured", title: "honoured at once", ink: "#2f6b38", fill: "#3a7d44", dash: "" },
  { id: "late", title: "honoured late", ink: "#8a5a00", fill: "#e8b04a", dash: "5 2" },
  { id: "refused", title: "refused", ink: "#b3261e", fill: "#b3261e", dash: "2 2" },
] as const;
const WORDS = "requests of the members for help from the air that were answered in the week";

export function Requests() {
  const all = weeks.value;
  if (!all) return null;
  const found = ANSWERS.flatMap((answer) => {
    const series = seriesOf(all, "requests", [answer.id]);
    return series ? [{ ...answer, series, layers: layersOf(series, contrast.value, history.value) }] : [];
  });
  const effort = seriesOf(all, "effort");
  if (!found.length) return null;
  const most = reach(found.map((one) => one.layers));
  return (
    <Panel id="requests" title="Requests for help from the air" note="Requests answered in each week, all on one scale; late: after more than a day. Numbered lines: the dated decisions listed under cohesion.">
      <Honoured means={found.map((one) => one.series.mean)} row={found.findIndex((one) => one.id === "honoured")} />
      {found.map(({ id, title, ink, fill, dash, layers }, row) => (
        <Answer key={id} title={title} ink={ink} fill={fill} dash={dash} layers={layers} domain={most} marks={row === 0} dates={row === found.length - 1} />
      ))}
      {effort && moves(effort.fan) && <Effort layers={layersOf(effort, contrast.value, history.value)} />}
      <FanKey ink={GREY} />
    </Panel>
  );
}

/** How many of the week's requests were honoured at once, in the mean. */
function Honoured({ means, row }: { means: Maybe[][]; row: number }) {
  const part = partOf(means, row, week.value);
  if (part === null) return <p class="now">No requests in this week.</p>;
  const all = means.reduce((sum, one) => sum + (one[week.value] ?? 0), 0);
  return (
    <p class="now">
      In the mean <Number text={decimal(means[row]?.[week.value] ?? null, 1)} how={howOf("requests", `${WORDS}, honoured at once: mean of the histories`, week.value, ["honoured"])} /> of{" "}
      <Number text={decimal(all, 1)} how={howOf("requests", `${WORDS}, all of them: mean of the histories`, week.value)} /> requests are honoured at once: {percent(part)}
    </p>
  );
}

function Answer({ title, ink, fill, dash, layers, domain, marks, dates }: {
  title: string; ink: string; fill: string; dash: string; layers: Layers; domain: [number, number]; marks: boolean; dates: boolean;
}) {
  const say = useMemo(() => computed(() => `Requests ${title}, week ${weekWords.value}: ${saidAt(layers, "median and 80 % range", week.value)}.`), [layers, title]);
  return (
    <>
      <p class="now multiple"><Sample ink={ink} dash={dash} /><span>{title}</span> <AtWeek layers={layers} words={`${WORDS}, ${title}: median and middle 80 % of the histories`} /></p>
      <Chart
        height={72} domain={domain} say={say} marks={marks} dates={dates} deps={[layers, ink, fill, dash]}
        dots={[{ values: layers.fan.middle, ink: layers.other ? GREY : ink }]}
        draw={(plot) => <FanLayer layers={layers} plot={plot} ink={ink} fill={fill} dash={dash} />}
      />
    </>
  );
}

function Effort({ layers }: { layers: Layers }) {
  const say = useMemo(() => computed(() => `Effort of the patron, week ${weekWords.value}: ${saidAt(layers, "median and 80 % range", week.value)}.`), [layers]);
  return (
    <>
      <p class="now multiple"><Sample ink="#005a8c" /><span>effort of the patron, 1 as the scenario gives it</span> <AtWeek layers={layers} words="factor on the patron's sorties: median and middle 80 % of the histories" /></p>
      <Chart
        height={56} domain={reach([layers], 1)} say={say} deps={[layers]} dots={[{ values: layers.fan.middle, ink: layers.other ? GREY : "#005a8c" }]}
        draw={(plot) => <FanLayer layers={layers} plot={plot} />}
      />
    </>
  );
}
