// A small made-up war for the tests of map and week: three places on a line, two camps, two histories' worth of shares.
import type { Camp, FrontNumbers, History, Page, Place, Weekly, Weeks } from "../src/contract.ts";

export const camp = (id: string, fill: string, marker = "o"): Camp => ({ id, title: id.toUpperCase(), fill, ink: fill, marker, dash: "", holds: true });

export const place = (id: string, longitude: number, latitude: number, people: number, front = 0): Place => ({
  id, title: `${id} (a town)`, short: id, longitude, latitude, people, front, governorate: "north",
});

export const PAGE = {
  histories: 10, numbers: [] as number[], start: "2016-01-01", days: 16, weeks: 2, dates: ["2016-01-01", "2016-01-07", "2016-01-14"],
  camps: [camp("red", "#d55e00"), camp("blue", "#0072b2", "s")],
  places: [place("west", 30, 32, 900_000), place("middle", 35, 32, 40_000), place("east", 40, 32, 1000)],
  roads: [[0, 1], [1, 2]],
  fronts: [{ id: "plain", title: "The plain (west and east)", named: true }, { id: "rest_of_deir_ez_zor", title: "rest of deir ez zor", named: false }],
  decisions: [
    { day: 0, low: 0, high: 0, date: "2016-01-01", titles: ["Truce"], ids: ["truce"] },
    { day: 7, low: 7, high: 7, date: "2016-01-08", titles: ["They leave"], ids: ["leave"] },
    { day: 8, low: 8, high: 8, date: "2016-01-09", titles: ["They come"], ids: ["come"] },
    { day: 99, low: 99, high: 99, date: "2016-04-09", titles: ["Too late"], ids: ["late"] },
  ],
  ground: {
    west: 30, east: 40, south: 30, north: 35, stretch: 1.2, countries: [], rivers: [], credit: "",
    cells: { columns: 4, rows: 3, runs: [-1, 5, 0, 1, 1, 1, -1, 5] },
  },
} as unknown as Page;

const numbers = (mean: number[][]): FrontNumbers => ({ mean, low: mean, high: mean });

export const COHESION: Weekly = {
  measure: "cohesion", of: [], title: "Cohesion of the coalition", unit: "share", mean: [0.5, 0.5, null],
  fan: { low: [0.5, 0.4, null], lower: [0.5, 0.45, null], middle: [0.5, 0.5, null], upper: [0.5, 0.55, null], high: [0.5, 0.6, null] },
};
export const REFUSED: Weekly = {
  measure: "requests", of: ["refused"], title: "Requests in the week, refused", unit: "requests", mean: [0, 3, 2],
  fan: { low: [0, 0.9, 1], lower: [0, 1, 1], middle: [0, 3, 12.4], upper: [0, 5, 20], high: [0, 26, 1300] },
};

export const WEEKS = {
  control: [
    [[0, 1], [1, 1], [-1, 1]],
    [[0, 1], [1, 0.6, 0, 0.4], [1, 0.97, 0, 0.03]],
    [[0, 0.9, 1, 0.1], [0, 0.45, 1, 0.4, -1, 0.15], [1, 0.95, 0, 0.05]],
  ],
  apart: [[1, 0], [0.6, 0.2], [0.85, 0.5]],
  taken: [[], [1, 0.4, 2, 0.03], [1, 0.3, 0, 0.3, 2, 0.04]],
  fronts: { killed: numbers([[0, 0], [12, 20], [7, 0]]), attacks: numbers([[0, 0], [1, 2], [0.5, 0]]), sorties: numbers([[0, 0], [5, 9], [3, 0]]) },
  aircraft: { mean: [[12], [11.4], [9.6]], low: [[12], [10], [8]], high: [[12], [13], [11]] },
  series: [COHESION, REFUSED, { ...REFUSED, measure: "men", title: "Men" }],
} as unknown as Weeks;

export const ONE = {
  number: 4, holder: [[0, 1, -1], [0, 0, -1], [0, 0, 1]],
  series: [{ measure: "cohesion", of: [], values: [0.5, 0.41, null] }, { measure: "requests", of: ["refused"], values: [0, 4, 9] }],
} as unknown as History;
