// What a kept answer is about, in plain words, by the command that made it.
const HEADINGS = new Map(Object.entries({
  compare: "What alternatives change",
  attribute: "What each cause has to do with it",
  sensitivity: "Which uncertain inputs matter",
  discover: "When it happens more often",
  calibrate: "What fits the record",
  "check-prior": "What the assumptions say before any record",
  validate: "Held against published results",
  match: "Held against the record",
  forecast: "What is forecast",
  score: "How forecasts fared against the record",
  "why-diverge": "Where two histories part",
  argue: "The document's claims",
}));

/** The heading of an answer; a verb that is not known here stands as it is. */
export function headingOf(verb: string): string {
  return HEADINGS.get(verb.replaceAll("_", "-")) ?? verb;
}
