// What the week changes on the map: roads where camps meet, places with who holds them, what was taken, the dead of fronts.
import { markerPath } from "../charts/marker.ts";
import type { Page, Weeks } from "../contract.ts";
import { history, place, week } from "../state.ts";
import type { Look, Sheet } from "./geometry.ts";
import { radiusOf } from "./geometry.ts";
import { AGREED, arcPath, arcsOf, heldBy, LIKELY, lookOf, paler, sureness } from "./holding.ts";

export function Roads({ own, all, sheet }: { own: Page; all: Weeks; sheet: Sheet }) {
  const apart = all.apart[week.value] ?? [];
  return (
    <g class="roads">
      {own.roads.map(([one, two], row) => {
        const [from, to, share] = [own.places[one]!, own.places[two]!, apart[row] ?? 0];
        return (
          <line
            key={row} class={share >= LIKELY ? "contact" : "road"} x1={sheet.x(from.longitude)} y1={sheet.y(from.latitude)}
            x2={sheet.x(to.longitude)} y2={sheet.y(to.latitude)}
          />
        );
      })}
    </g>
  );
}

export function Places({ own, all, sheet, look }: { own: Page; all: Weeks; sheet: Sheet; look: Look }) {
  const control = all.control[week.value] ?? [];
  const taken = new Map<number, number>();
  const list = all.taken[week.value] ?? [];
  for (let at = 0; at + 1 < list.length; at += 2) taken.set(list[at]!, list[at + 1]!);
  const one = history.value;
  const rows = own.places.map((_, row) => row).sort((a, b) => own.places[b]!.people - own.places[a]!.people);
  return (
    <g class="places">
      {rows.map((row) => {
        const spot = own.places[row]!;
        const held = heldBy(control[row] ?? []);
        const first = held[0] ?? { camp: -1, share: 0 };
        const camp = one ? (one.holder[week.value]?.[row] ?? -1) : first.camp;
        const style = lookOf(own.camps, camp);
        const sure = one ? "sure" : sureness(first.share);
        const radius = radiusOf(spot.people);
        const fill = sure === "sure" ? style.fill : sure === "likely" ? paler(style.fill, 0.45) : "#ffffff";
        return (
          <g key={spot.id} class={spot.id === place.value ? "place picked" : "place"} data-place={row} transform={`translate(${sheet.x(spot.longitude).toFixed(2)} ${sheet.y(spot.latitude).toFixed(2)}) scale(${(1 / look.scale).toFixed(4)})`}>
            {(taken.get(row) ?? 0) >= 0.05 && <circle class="taken" r={radius + 6} />}
            {first.share < AGREED && arcsOf(held).map((arc) => <path key={arc.camp} class="ring" d={arcPath(arc.from, arc.to, radius + 2.6)} stroke={lookOf(own.camps, arc.camp).ink} />)}
            <path class="marker" d={markerPath(style.marker, radius)} fill={fill} stroke={sure === "open" ? style.ink : "#111111"} />
          </g>
        );
      })}
    </g>
  );
}
