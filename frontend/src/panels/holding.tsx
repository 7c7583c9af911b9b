// How many places each camp holds, over the histories; the reader chooses the camps.
import { computed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { wrapped } from "../charts/apart.ts";
import { Chart, weekWords } from "../charts/chart.tsx";
import { layersOf, reach, type Layers } from "../charts/layers.ts";
import { AtWeek, EndNames, FanKey, FanLayer, GREY, Sample, saidAt } from "../charts/parts.tsx";
import type { Camp, Page, Weeks } from "../contract.ts";
import { Panel } from "../panel.tsx";
import { contrast, history, page, week, weeks } from "../state.ts";

const MEASURE = "places_held";
/** More camps than this are not all shown at first. */
const FEW = 5;
const NAME = { letters: 14, room: 94 };

interface Held {
  camp: Camp;
  layers: Layers;
}

export function Holding() {
  const [own, all] = [page.value, weeks.value];
  return own && all ? <Camps own={own} all={all} /> : null;
}

function Camps({ own, all }: { own: Page; all: Weeks }) {
  const held = useMemo(() => heldBy(own, all), [own, all, contrast.value, history.value]);
  const hidden = useSignal<ReadonlySet<string>>(new Set(held.slice(FEW).map((one) => one.camp.id)));
  const shown = useMemo(() => held.filter((one) => !hidden.value.has(one.camp.id)), [held, hidden.value]);
  const turn = (id: string) => {
    const next = new Set(hidden.value);
    if (!next.delete(id)) next.add(id);
    hidden.value = next;
  };
  if (!held.length) return null;
  return (
    <Panel id="holding" title="Places held by each camp" note="Places of the counted theatre; the numbers are those of the chosen week, median and middle 80 % of the histories.">
      <ul class="camps">
        {held.map(({ camp, layers }) => (
          <li key={camp.id}>
            <label>
              <input type="checkbox" checked={!hidden.value.has(camp.id)} onChange={() => turn(camp.id)} />
              <Sample ink={camp.ink} dash={camp.dash} /><span>{camp.title}</span>
            </label>
            <span class="at"><AtWeek layers={layers} words={`places held by ${camp.title}: median and middle 80 % of the histories`} /></span>
          </li>
        ))}
      </ul>
      <Curves shown={shown} />
      <FanKey ink={GREY} />
    </Panel>
  );
}

function Curves({ shown }: { shown: readonly Held[] }) {
  const say = useMemo(
    () => computed(() => `Places held, week ${weekWords.value}, median and 80 % range: ${shown.map((one) => saidAt(one.layers, one.camp.title, week.value)).join("; ")}.`),
    [shown],
  );
  const ends = shown.map(({ camp, layers }) => ({ name: wrapped(camp.title, NAME.letters), values: (layers.other ?? layers.fan).middle, ink: camp.ink }));
  return (
    <Chart
      height={210} domain={reach(shown.map((one) => one.layers))} say={say} marks right={NAME.room} deps={[shown]}
      dots={shown.map(({ camp, layers }) => ({ values: layers.fan.middle, ink: layers.other ? GREY : camp.ink }))}
      draw={(plot) => (
        <>
          {shown.map(({ camp, layers }) => <FanLayer key={camp.id} layers={layers} plot={plot} ink={camp.ink} dash={camp.dash} />)}
          <EndNames ends={ends} plot={plot} />
        </>
      )}
    />
  );
}

/** The camps that hold places, the one with most at the start first. */
function heldBy(own: Page, all: Weeks): Held[] {
  return all.series
    .flatMap((series) => {
      const camp = series.measure === MEASURE ? own.camps.find((one) => one.id === series.of[0]) : undefined;
      return camp ? [{ camp, layers: layersOf(series, contrast.value, history.value) }] : [];
    })
    .toSorted((one, two) => (two.layers.fan.middle[0] ?? 0) - (one.layers.fan.middle[0] ?? 0));
}
