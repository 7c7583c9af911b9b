// The map of the chosen week: who holds what, how sure that is, what happened, and the same as a table.
import { Panel } from "../panel.tsx";
import { chosen, page, week, weeks } from "../state.ts";
import { PlaceCard, PlaceList, PlaceTable } from "../theatre/card.tsx";
import { asTable } from "../theatre/shown.ts";
import { Stage, titleOf } from "../theatre/stage.tsx";
import { MapKey } from "../theatre/swatch.tsx";
import { WeekList } from "../theatre/week_list.tsx";

export function TheatreMap() {
  const own = page.value;
  const all = weeks.value;
  if (!own || !all) return null;
  return (
    <Panel id="map" title="Who holds what, and how sure that is">
      <div class="map-head"><MapDate /><PlaceList own={own} />
        <button type="button" aria-pressed={asTable.value} onClick={() => { asTable.value = !asTable.value; }}>{asTable.value ? "Show as map" : "Show as table"}</button>
      </div>
      <div class="map-room">
        {asTable.value ? <PlaceTable own={own} all={all} /> : <Stage own={own} all={all} />}
        <div class="map-side"><PlaceCard own={own} all={all} /><MapKey own={own} /></div>
      </div>
      <WeekList own={own} all={all} />
      {own.ground.credit && <p class="note credit">{own.ground.credit}</p>}
    </Panel>
  );
}

function MapDate() {
  const own = page.value!;
  return <p class="map-date">{titleOf(own, week.value)}{chosen.value !== null && <strong>, history {chosen.value}</strong>}</p>;
}
