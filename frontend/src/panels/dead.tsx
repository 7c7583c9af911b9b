// The dead of a week: soldiers of all sides, and civilians below.
import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Chart, weekWords } from "../charts/chart.tsx";
import { layersOf, reach, seriesOf, type Layers } from "../charts/layers.ts";
import { AtWeek, FanKey, FanLayer, GREY, saidAt } from "../charts/parts.tsx";
import { Panel } from "../panel.tsx";
import { contrast, history, week, weeks } from "../state.ts";

const LOOKS = { killed: { ink: "#1f2328", height: 150 }, civilians_killed: { ink: "#8a3b00", height: 90 } } as const;

export function Dead() {
  const all = weeks.value;
  if (!all) return null;
  const shown = (["killed", "civilians_killed"] as const).flatMap((measure) => {
    const series = seriesOf(all, measure);
    return series ? [{ measure, layers: layersOf(series, contrast.value, history.value) }] : [];
  });
  if (!shown.length) return null;
  return (
    <Panel id="dead" title="The dead of each week" note="Own count of the model, week by week; numbered lines: the dated decisions listed under cohesion.">
      {shown.map(({ measure, layers }) => <DeadChart key={measure} layers={layers} {...LOOKS[measure]} />)}
      <FanKey ink={LOOKS.killed.ink} />
    </Panel>
  );
}

function DeadChart({ layers, ink, height }: { layers: Layers; ink: string; height: number }) {
  const say = useMemo(() => computed(() => `${layers.title}, week ${weekWords.value}: ${saidAt(layers, "median and 80 % range", week.value)}.`), [layers]);
  return (
    <>
      <h3>{layers.title}</h3>
      <p class="now"><AtWeek layers={layers} words={`${layers.title}: median and middle 80 % of the histories`} /></p>
      <Chart
        height={height} domain={reach([layers])} say={say} marks deps={[layers]} dots={[{ values: layers.fan.middle, ink: layers.other ? GREY : ink }]}
        draw={(plot) => <FanLayer layers={layers} plot={plot} ink={ink} />}
      />
    </>
  );
}
