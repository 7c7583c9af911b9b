// What part of the map is in sight, what lies under the pointer, and what follows from both for every drawing.
import { computed, signal } from "@preact/signals";
import { page, place } from "../state.ts";
import { heightOf, onStage, project, WHOLE, type MapView } from "./view.ts";

export const shown = signal<MapView>(WHOLE);
/** Width of the stage [px]. */
export const width = signal(0);
/** Place under the pointer, -1 none. */
export const hovered = signal(-1);
/** Whether the places stand in a table instead of on the map. */
export const asTable = signal(false);

export const height = computed(() => (page.value ? heightOf(page.value.ground) : 1));
export const base = computed(() => {
  const own = page.value;
  return own ? own.places.map(({ longitude, latitude }) => project(own.ground, longitude, latitude)) : [];
});
/** Where the places lie on the stage [px]. */
export const points = computed(() => base.value.map((point) => toPixels(onStage(shown.value, point))));
/** Row of the picked place, -1 none. */
export const picked = computed(() => page.value?.places.findIndex(({ id }) => id === place.value) ?? -1);
/** How much larger markers are than on the whole map: a little with each doubling. */
export const growth = computed(() => Math.min(1.7, 1 + 0.22 * Math.log2(shown.value.k)));

export function toPixels([x, y]: readonly [number, number]): [number, number] {
  return [x * width.value, y * width.value];
}

const LARGE = 600_000;

/** Radius of a place's marker on the whole map [px]: its area grows with the root of its people, as on the printed map. */
export function radiusOf(people: number): number {
  return 0.68 * Math.sqrt(13 + 75 * Math.sqrt(Math.min(Math.max(people, 0), LARGE) / LARGE));
}

/** A place's name without what stands in brackets. */
export function nameOf(title: string): string {
  return title.replace(/ \(.*$/, "");
}

/** Pick a place, or none if it is picked already. */
export function pick(row: number): void {
  const id = page.value?.places[row]?.id ?? "";
  place.value = place.value === id ? "" : id;
}
