// What can be taken along from a run, and what each file is for.

export interface Exported {
  href: string;
  title: string;
  words: string;
}

const FIGURES: [string, string][] = [
  ["cohesion", "Cohesion of the coalition"], ["holding", "Places held by each camp"], ["dead", "The dead of each week"], ["requests", "Requests for aircraft"],
];

/** Return the files in the order of the menu, at the chosen week and, if one is followed, of the one history. */
export function exportsOf(week: number, history: number | null): Exported[] {
  const at = (name: string, title: string, words: string): Exported => ({ href: `/api/export/${name}`, title, words });
  return [
    at("control.geojson", "Who holds what, GeoJSON", "points by week with ISO dates; QGIS's temporal controller reads it"),
    ...(history === null ? [] : [at(`events.geojson?history=${history}`, `History ${history}, GeoJSON`, "its holders and deadly events with their dates")]),
    at("run.csv", "Measures, CSV", "one long table, very large with many histories"),
    at("run.parquet", "Measures, Parquet", "the same, small, for pandas, polars or DuckDB"),
    at("run.nc", "Measures, NetCDF", "every measure with its axes and units, for xarray or R"),
    at(`coalition.graphml?week=${week}`, `Coalition in week ${week}, GraphML`, "actors and ties, for Gephi, networkx or igraph"),
    at(`map.svg?week=${week}`, `Map of week ${week}, SVG`, "a drawing for print"),
    at(`map.png?week=${week}`, `Map of week ${week}, PNG`, "a picture for slides"),
    ...FIGURES.map(([name, title]) => at(`${name}.svg`, `${title}, SVG`, "a drawing for print")),
  ];
}

/** The page's parts in their order, with short names for the way to them. */
export const PARTS: readonly (readonly [string, string])[] = [
  ["map", "Map"], ["graph", "Coalition"], ["answer", "Answer"], ["cohesion", "Cohesion"], ["compare", "What-ifs"],
  ["holding", "Places held"], ["dead", "The dead"], ["requests", "Air support"], ["history", "One history"], ["ask", "Ask"],
  ["ledger", "Ledger"], ["answers", "Kept answers"], ["inputs", "Assumptions"], ["again", "Run it again"],
];
