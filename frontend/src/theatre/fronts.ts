// The fronts on the map: where their names stand, and what the week did there.
import type { FrontNumbers, Page, Weeks } from "../contract.ts";

export interface FrontSpot {
  front: number;
  name: string;
  longitude: number;
  latitude: number;
  places: number;
}

const FEW = 2;
const BRACKETS = / \(.*$/;

/** Return the named fronts with more than two places on the map, at the middle of them, those with most places first. */
export function frontSpots(own: Page): FrontSpot[] {
  return own.fronts
    .flatMap(({ title, named }, front) => {
      const inside = own.places.filter((place) => place.front === front);
      if (!named || inside.length <= FEW) return [];
      const mean = (pick: (place: Page["places"][number]) => number) => inside.reduce((sum, place) => sum + pick(place), 0) / inside.length;
      return [{ front, name: title.replace(BRACKETS, ""), longitude: mean((place) => place.longitude), latitude: mean((place) => place.latitude), places: inside.length }];
    })
    .toSorted((one, two) => two.places - one.places || one.front - two.front);
}

/** The most dead that any front has in a week, the mean of the histories; at least 1. */
export function worst({ mean }: FrontNumbers): number {
  return Math.max(1, ...mean.map((week) => Math.max(0, ...week)));
}

/** What a front saw in a week: means of the histories. */
export interface FrontWeek {
  front: number;
  killed: number;
  attacks: number;
  sorties: number;
}

/** Return the fronts with dead in the week, the worst first. */
export function frontsOf(weeks: Weeks, week: number): FrontWeek[] {
  const { killed, attacks, sorties } = weeks.fronts;
  const found = (killed.mean[week] ?? []).map((dead, front) => ({
    front, killed: dead, attacks: attacks.mean[week]?.[front] ?? 0, sorties: sorties.mean[week]?.[front] ?? 0,
  }));
  return found.filter((one) => one.killed > 0).toSorted((one, two) => two.killed - one.killed || one.front - two.front);
}

/** Title of a front as people read it; the rest of a governorate is called by an id and gets its capitals here. */
export function frontTitle(own: Page, front: number): string {
  const { title, named } = own.fronts[front] ?? { title: "", named: true };
  if (named) return title;
  return title.split(" ").map((word, row) => (row > 0 && word === "of" ? word : word.charAt(0).toUpperCase() + word.slice(1))).join(" ");
}
