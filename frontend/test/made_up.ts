// A made-up war in the shape of the contract, for tests of the page: no chance in it, all curves are simple sums.
import type { Actor, Camp, Contrast, Fan, Flow, History, Page, Place, Ties, Weekly, Weeks } from "../src/contract.ts";

const FILLS = [["#d55e00", "#b34700", "o", ""], ["#f0b400", "#8f6a00", "D", "5 1.5"], ["#009e73", "#00785a", "^", "3 1.2"], ["#8c8c8c", "#6b6b6b", "X", "8 2"]];
const DAY = 86_400_000;
const KINDS = [["stop_joint", "stops joint operations", "#56b4e9"], ["leave_front", "leaves a front", "#0072b2"], ["leave_coalition", "leaves the coalition", "#d55e00"]];

/** What `madeUp` may be asked to make larger or smaller. */
export interface Wish {
  weeks?: number;
  members?: number;
  rebels?: number;
  coalition?: boolean;
}

export interface MadeUp {
  page: Page;
  weeks: Weeks;
  history: History;
  contrast: Contrast;
}

export function madeUp({ weeks = 20, members = 5, rebels = 3, coalition = true }: Wish = {}): MadeUp {
  const page = pageOf(weeks, members, rebels, coalition);
  const told = weeksOf(page);
  return { page, weeks: told, history: historyOf(page, told), contrast: contrastOf(told) };
}

/** A fan about a middle line: 10 % and 20 % of it to either side. */
export function fanAbout(middle: readonly number[]): Fan {
  const times = (factor: number) => middle.map((value) => Math.round(value * factor * 1000) / 1000);
  return { low: times(0.8), lower: times(0.9), middle: times(1), upper: times(1.1), high: times(1.2) };
}

function pageOf(weeks: number, members: number, rebels: number, coalition: boolean): Page {
  const camps: Camp[] = ["government", "rebels", "border", "traders"].map((id, row) => {
    const [fill, ink, marker, dash] = FILLS[row]!;
    return { id, title: `The ${id}`, fill: fill!, ink: ink!, marker: marker!, dash: dash!, holds: row < 3 };
  });
  const actor = (id: string, camp: number, more: Partial<Actor> = {}): Actor => ({
    id, title: `The ${id} in full`, short: `The ${id}`, camp, member: false, lead: false, patron: false, fights: true, ...more,
  });
  const own = Array.from({ length: members }, (_, row) =>
    actor(`member_${row}`, 0, { member: coalition, lead: coalition && row === 0, patron: coalition && row === 1 }));
  const others = Array.from({ length: rebels }, (_, row) => actor(`rebel_${row}`, 1));
  const actors = [...own, actor("sponsor", 0, { fights: false }), ...others, actor("guard", 2), actor("gold", 3, { fights: false }), actor("onlooker", 3, { fights: false })];
  const row = (id: string) => actors.findIndex((one) => one.id === id);
  const flows: Flow[] = [
    { id: "to_last", title: "sponsor to the last member", from: row("sponsor"), to: members - 1, amount: "60 men a month" },
    { id: "to_rebels", title: "gold to the rebels", from: row("gold"), to: row("rebel_0"), amount: "30 missiles a month" },
  ];
  const places: Place[] = [0, 1, 2, 3].map((number) => ({
    id: `town_${number}`, title: `Town ${number}`, short: `Town ${number}`, longitude: 36 + number, latitude: 35 + (number % 2), people: 10000 * (number + 1), front: number % 2, governorate: "all",
  }));
  const dates = Array.from({ length: weeks + 1 }, (_, week) => new Date(Date.UTC(2016, 0, 0) + week * 7 * DAY).toISOString().slice(0, 10));
  const decision = (day: number, low: number, high: number, title: string) => ({
    day, low, high, date: new Date(Date.UTC(2016, 0, 1) + day * DAY).toISOString().slice(0, 10), titles: [title], ids: [title.replaceAll(" ", "_")],
  });
  return {
    scenario: "made-up", title: "A made-up war", scope: "For tests.", version: "0", histories: 100, numbers: [], seed: 1, digest: "d", engine: "e",
    start: "2016-01-01", days: weeks * 7, weeks, dates, run: "runs/made up", command: "polemos run made-up", changes: [],
    coalition: coalition ? "Made-up coalition" : "", focal: coalition ? 0 : -1, camps, actors, places,
    fronts: [{ id: "north", title: "North", named: true }, { id: "south", title: "South", named: false }],
    wings: [{ id: "wing", title: "Wing", patron: coalition ? 1 : 0, base: 0 }], flows, roads: [[0, 1], [1, 2], [2, 3]],
    decisions: [decision(30, 30, 30, "truce"), decision(33, 31, 45, "aircraft leave"), decision(70, 70, 70, "command loosened")],
    kinds: KINDS.map(([id, title, fill]) => ({ id: id!, title: title!, fill: fill! })),
    causes: [{ id: "refused", title: "requests refused" }, { id: "losses", title: "own losses" }],
    ground: { west: 35, east: 40, south: 34, north: 37, stretch: 1.2, countries: [], rivers: [], cells: { columns: 1, rows: 1, runs: [0, 1] }, credit: "" },
    answer: [{ parts: ["It breaks in ", { text: "40 %", how: { words: "share", command: "polemos show" } }] }], limits: [], other: false, argued: false, document: false,
  };
}

function weeksOf(page: Page): Weeks {
  const every = page.dates.map((_, week) => week);
  const part = (week: number) => week / Math.max(1, page.weeks);
  const weekly = (measure: string, of: string[], unit: string, value: (week: number) => number): Weekly => {
    const middle = every.map((week) => Math.round(1000 * value(week)) / 1000);
    return { measure, of, title: [measure.replaceAll("_", " "), ...of].join(", "), unit, fan: fanAbout(middle), mean: middle };
  };
  const members = page.actors.flatMap((one, row) => (one.member ? [row] : []));
  const zeros = every.map(() => page.fronts.map(() => 0));
  const numbers = { mean: zeros, low: zeros, high: zeros };
  const shares = every.map((week) => page.kinds.map((_, kind) => (week > 0 && members.length ? (0.4 / page.weeks) * (kind === 0 ? 0.5 : 0.25) : 0)));
  return {
    control: every.map((week) => page.places.map((_, row) => (row === 0 ? [0, 1] : [0, 1 - part(week) / 2, 1, part(week) / 2]))),
    apart: every.map((week) => page.roads.map(() => part(week))), taken: every.map((week) => (week ? [1, 0.1] : [])),
    fronts: { killed: numbers, attacks: numbers, sorties: numbers },
    aircraft: { mean: every.map(() => [20]), low: every.map(() => [18]), high: every.map(() => [22]) },
    ties: tiesOf(page, members),
    series: [
      weekly("cohesion", [], "share", (week) => 0.8 - 0.3 * part(week)),
      weekly("places_held", ["government"], "places", (week) => 40 - 10 * part(week)),
      weekly("places_held", ["rebels"], "places", (week) => 20 + 10 * part(week)),
      weekly("places_held", ["border"], "places", () => 8),
      weekly("killed", [], "men", (week) => (week ? 400 + 100 * Math.cos(week) : 0)),
      weekly("civilians_killed", [], "people", (week) => (week ? 100 + 40 * Math.sin(week) : 0)),
      weekly("requests", ["honoured"], "requests", (week) => (week ? 30 - 20 * part(week) : 0)),
      weekly("requests", ["late"], "requests", (week) => (week ? 5 : 0)),
      weekly("requests", ["refused"], "requests", (week) => (week ? 10 + 20 * part(week) : 0)),
      weekly("effort", [], "ratio", (week) => (part(week) < 0.5 ? 1 : 0.65)),
      ...members.map((row) => weekly("men", [page.actors[row]!.id], "men", (week) => 1000 * (row + 1) ** 2 * (1 - part(week) / 4))),
    ],
    fissure: { shares, share: members.length ? 0.4 : 0, low: 0.31, high: 0.5, day: members.length ? 70 : null, day_low: 14, day_high: 120, first: members.length ? 3 : null },
    causes: [{ id: "refused", mean: 0.7, low: 0.5, high: 0.9 }, { id: "losses", mean: 0.3, low: 0.1, high: 0.5 }],
  };
}

/** Trust falls from 0.9 to 0.3 faster between later members; the last flow ends half way. */
function tiesOf(page: Page, members: readonly number[]): Ties {
  const every = page.dates.map((_, week) => week / Math.max(1, page.weeks));
  const trust = members.flatMap((one, number) => members.slice(number + 1).map((two) => {
    const mean = every.map((part) => 0.9 - Math.min(0.6, part * 0.12 * (one + two)));
    return { one, two, mean, low: mean.map((value) => value - 0.1), high: mean.map((value) => value + 0.1) };
  }));
  const patron = page.actors.findIndex((one) => one.patron);
  const support = patron < 0 ? [] : members.filter((row) => row !== patron).map((to) => ({
    from: patron, to, honoured: every.map((part) => (part ? 10 - 8 * part : 0)), late: every.map((part) => (part ? 1 : 0)), refused: every.map((part) => 10 * part),
  }));
  const flows = page.flows.map((_, flow) => ({ flow, share: every.map((part) => (flow === page.flows.length - 1 && part > 0.5 ? 0 : 1)) }));
  const fighting = [{ one: 0, two: 1, killed: every.map((part) => 300 * part) }, { one: 1, two: 1, killed: every.map((part) => 20 * part) }];
  return { trust, support, flows, fighting };
}

function historyOf(page: Page, weeks: Weeks): History {
  return {
    number: 7, holder: page.dates.map(() => page.places.map((_, row) => (row < 2 ? 0 : 1))),
    series: weeks.series.map((one) => ({ measure: one.measure, of: one.of, values: one.fan.upper })),
    events: [{ id: 1, day: 3, date: "2016-01-03", kind: "attack", place: 1, actor: 0, other: 5, dead: 12, text: "An attack at Town 1.", causes: [] }],
    fissure: null, ending: "the war goes on", command: "polemos replay 'runs/made up' --history 7",
  };
}

function contrastOf(weeks: Weeks): Contrast {
  const series = weeks.series.filter((one) => one.of.length === 0).map((one) => ({
    measure: one.measure, of: one.of, title: one.title, unit: one.unit, baseline: one.fan, alternative: fanAbout(one.fan.middle.map((value) => (value ?? 0) * 1.1)),
    difference: { mean: one.fan.middle.map((value) => (value ?? 0) * 0.1), low: one.fan.middle.map(() => 0), high: one.fan.middle.map((value) => (value ?? 0) * 0.2) },
  }));
  return { label: "without truce", command: "polemos compare 'runs/made up' --without truce", histories: 50, paired: true, measures: [], series };
}
