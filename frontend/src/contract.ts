// What the server says, in one place: every answer of /api has its shape here and in the Python room of the same name
// (src/polemos/interfaces/explorer).  Weeks are counted from 0, the eve of the first day; arrays over weeks have one
// entry for each of them.  Rows (camp, actor, place, front, wing) count into the lists of `Page`; -1 is nobody.
// A number that is not known is null, never NaN.

export type Maybe = number | null;

/** The middle 80 % and 50 % of the histories and their median, by week. */
export interface Fan {
  low: Maybe[];
  lower: Maybe[];
  middle: Maybe[];
  upper: Maybe[];
  high: Maybe[];
}

/** One measure of one thing, week by week. `of` are the ids along its further axes, as `polemos show` takes them. */
export interface Weekly {
  measure: string;
  of: string[];
  title: string;
  unit: string;
  fan: Fan;
  mean: Maybe[];
}

// ---- GET /api/page: what does not change while somebody looks ----

export interface Camp {
  id: string;
  title: string;
  fill: string;
  ink: string;
  marker: string; // matplotlib's letter: o D ^ p s v P X h * <
  dash: string; // stroke-dasharray, "" for a whole line
  holds: boolean; // whether it ever holds a place worth a legend entry
}

export interface Actor {
  id: string;
  title: string;
  short: string; // at most 22 letters, for the graph
  camp: number;
  member: boolean; // of the coalition whose fissure is measured
  lead: boolean;
  patron: boolean;
  fights: boolean; // has men in some history
}

export interface Place {
  id: string;
  title: string;
  short: string;
  longitude: number;
  latitude: number;
  people: number;
  front: number; // -1 none
  governorate: string;
}

export interface Front {
  id: string;
  title: string;
  named: boolean; // false for the rest of a governorate
}

export interface Wing {
  id: string;
  title: string;
  patron: number; // actor
  base: number; // place on the map, -1 elsewhere
}

export interface Flow {
  id: string;
  title: string;
  from: number; // actor that sends
  to: number; // actor that receives
  amount: string; // what and how much, in words with units
}

export interface Decision {
  day: number; // days that have passed
  low: number;
  high: number;
  date: string; // ISO
  titles: string[];
  ids: string[];
}

export interface Ground {
  west: number;
  east: number;
  south: number;
  north: number;
  stretch: number; // a degree north is so many times as long as a degree east
  countries: { role: string; ring: [number, number][] }[]; // role: country or neighbour
  rivers: [number, number][][];
  cells: { columns: number; rows: number; runs: number[] }; // from the south: place, length, place, length...; -1 outside
  credit: string;
}

/** One line of the answer: words with numbers in them, each with the command that gives it again. */
export interface Line {
  parts: (string | { text: string; how: How })[];
}

/** How a number came about: what it is, and the command that prints it. */
export interface How {
  words: string;
  command: string;
}

export interface Named {
  id: string;
  title: string;
}

export interface Page {
  scenario: string;
  title: string;
  scope: string;
  version: string;
  histories: number;
  numbers: number[]; // the histories' numbers, in the order of the run; [] if they are 0, 1, 2 ...
  seed: number;
  digest: string;
  engine: string;
  start: string;
  days: number;
  weeks: number; // the last week's number
  dates: string[]; // ISO date at whose end the state of each week stands
  run: string; // the run's folder as it is written in commands
  command: string; // that makes the run again
  changes: string[]; // what the run changes in the scenario
  coalition: string; // title of the coalition whose fissure is measured, "" without one
  focal: number; // camp of its lead, -1
  camps: Camp[];
  actors: Actor[];
  places: Place[];
  fronts: Front[];
  wings: Wing[];
  flows: Flow[];
  roads: [number, number][]; // places
  decisions: Decision[];
  kinds: (Named & { fill: string })[]; // of fissures
  causes: Named[];
  ground: Ground;
  answer: Line[];
  limits: string[];
  other: boolean; // whether a second run stands beside it (GET /api/other)
  argued: boolean; // whether the ledger has verdicts
  document: boolean; // whether the document's text is there (GET /api/document)
}

// ---- GET /api/weeks: what the slider moves through ----

export interface Weeks {
  control: number[][][]; // [week][place]: camp, share, camp, share, ... the largest share first; shares 0..1
  apart: number[][]; // [week][road]: share of histories in which different camps hold the two ends
  taken: number[][]; // [week]: place, share, place, share ...: changed hands in the week in so many of the histories
  fronts: { killed: FrontNumbers; attacks: FrontNumbers; sorties: FrontNumbers };
  aircraft: { mean: number[][]; low: number[][]; high: number[][] }; // [week][wing]
  ties: Ties;
  series: Weekly[]; // cohesion, places_held, killed, civilians_killed, requests, effort, men: see README of the room
  fissure: { shares: number[][]; share: number; low: number; high: number; day: Maybe; day_low: Maybe; day_high: Maybe; first: Maybe };
  // first: number of the first history with one; shares [week][kind]: first fissure in that week; share of all histories with its 95 % interval; day: median, 80 %
  causes: { id: string; mean: Maybe; low: Maybe; high: Maybe }[];
}

export interface FrontNumbers {
  mean: number[][]; // [week][front]
  low: number[][];
  high: number[][];
}

/** What binds and what strains, by week. Trust is the members' mean of both directions, over the histories. */
export interface Ties {
  trust: { one: number; two: number; mean: Maybe[]; low: Maybe[]; high: Maybe[] }[]; // actors; 0..1
  support: { from: number; to: number; honoured: number[]; late: number[]; refused: number[] }[]; // mean requests a week
  flows: { flow: number; share: Maybe[] }[]; // share of the scenario's amount that comes through
  fighting: { one: number; two: number; killed: number[] }[]; // camps; mean dead a week
}

// ---- GET /api/history/NUMBER: one among the many ----

export interface History {
  number: number;
  holder: number[][]; // [week][place]: camp
  series: { measure: string; of: string[]; values: Maybe[] }[]; // as Weeks.series
  events: Told[];
  fissure: { event: number; lines: string[] } | null; // the chain behind its fissure, indented by two spaces a step
  ending: string;
  command: string;
}

export interface Told {
  id: number;
  day: number; // from 1
  date: string;
  kind: string;
  place: number; // row, -1
  actor: number;
  other: number;
  dead: number;
  text: string;
  causes: number[];
}

// ---- what-ifs: POST /api/asked, GET and DELETE /api/asked/ID, GET /api/asked ----

export interface Ask {
  without: string[];
  what_if: string[];
  edits: string[]; // path=value
  histories: number;
}

export interface Asked {
  id: string;
  label: string;
  state: "waiting" | "running" | "done" | "stopped" | "failed";
  done: number; // histories
  asked: number;
  rate: number; // histories a second
  seconds_left: Maybe;
  problem: string; // "" unless failed: one message, as on the command line
  contrast: Contrast | null; // what is known so far; grows while it runs
}

/** What a change makes of the war, history by history. */
export interface Contrast {
  label: string;
  command: string;
  histories: number;
  paired: boolean; // false: the two runs do not share their luck
  measures: Difference[];
  series: { measure: string; of: string[]; title: string; unit: string; baseline: Fan; alternative: Fan; difference: Band }[];
}

/** Mean difference by week with its 95 % interval. */
export interface Band {
  mean: Maybe[];
  low: Maybe[];
  high: Maybe[];
}

export interface Difference {
  measure: string;
  title: string;
  unit: string;
  kind: string;
  baseline: Maybe;
  alternative: Maybe;
  difference: Maybe;
  low: Maybe; // 95 % interval
  high: Maybe;
  up: Maybe; // share of histories in which it goes up
  words: string;
}

// ---- GET /api/inputs: what the form can change ----

export interface Inputs {
  inputs: Input[];
  mechanisms: (Named & { words: string })[];
  interventions: (Named & { date: string })[];
  what_ifs: (Named & { words: string })[];
}

export interface Input {
  path: string;
  unit: string;
  date: boolean; // low, best, high are ISO dates then, else numbers
  low: number | string;
  best: number | string;
  high: number | string;
  source: string; // "" without one
  confidence: string;
  outcome: string; // the outcome that goes with it most, "" if none stands out
  weight: Maybe; // its rank correlation with that outcome
}

// ---- GET /api/answers: questions that were asked about this war and kept ----

export interface Kept {
  verb: string;
  command: string;
  tables: Table[];
  plot: string; // address of its SVG
  contrasts: { label: string; ask: Ask | null; measures: Difference[] }[]; // of compare; [] for other verbs
}

export interface Table {
  title: string;
  head: string[];
  rows: string[][];
  notes: string[];
}

// ---- GET /api/ledger, GET /api/document ----

export interface Ledger {
  title: string;
  document: string;
  command: string; // that argues it
  claims: Claim[];
}

export interface Claim {
  id: string;
  words: string;
  kind: string;
  speaker: string;
  spans: { segment: string; start: number; end: number }[]; // characters of the document's text
  panel: string; // id of the panel that shows what it speaks of, "" if none
  model: { asked: string; verdict: string; reasons: { words: string; effect: string; interval: string; verdict: string }[] }[];
  record: { verdict: string; reasons: { words: string; effect: string; interval: string; verdict: string }[] } | null;
  rivals: string[];
  limits: string;
  notes: string[];
}

export interface Document {
  title: string;
  segments: { id: string; speaker: string; start: number; end: number; text: string }[];
}

// ---- any answer that is none ----

export interface Trouble {
  problem: string; // one message: what, where, what to do
}
