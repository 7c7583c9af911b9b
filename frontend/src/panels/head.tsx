// The head of the page: which run this is, the way to every panel, what can be taken along.
import { useSignal } from "@preact/signals";
import { chosen, page, tab, week } from "../state.ts";
import { plainDate, whole } from "../words.ts";

const PANELS: [string, string][] = [
  ["map", "Map"], ["graph", "Coalition"], ["answer", "Answer"], ["cohesion", "Cohesion"], ["compare", "What-ifs"],
  ["holding", "Places"], ["dead", "The dead"], ["requests", "Air support"], ["history", "One history"], ["ask", "Ask"],
  ["ledger", "Ledger"], ["answers", "Kept answers"], ["inputs", "Assumptions"], ["again", "Run it again"],
];

/** Bring a panel into sight and put its name into the address. */
export function goTo(panel: string): void {
  tab.value = panel;
  const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const element = document.getElementById(panel);
  element?.scrollIntoView({ behavior: smooth ? "smooth" : "auto", block: "start" });
  element?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
}

export function Head() {
  const own = page.value;
  if (!own) return null;
  const changed = own.changes.length ? ` · changed: ${own.changes.join(", ")}` : "";
  return (
    <header class="head">
      <a class="skip" href="#map" onClick={(event) => { event.preventDefault(); goTo("map"); }}>To the map</a>
      <div class="names">
        <h1>{own.title}</h1>
        <p>
          {own.scenario} · {whole(own.histories)} possible histories · from {plainDate(own.start)} for {whole(own.days)} days · seed {own.seed} ·
          scenario {own.digest.slice(0, 8)}{changed}
        </p>
        <p class="scope">{own.scope}</p>
      </div>
      <div class="tools"><Exports /><CopyLink /></div>
      <nav aria-label="Parts of the page">
        {PANELS.map(([id, title]) => (
          <button key={id} type="button" aria-current={tab.value === id ? "true" : undefined} onClick={() => goTo(id)}>{title}</button>
        ))}
      </nav>
    </header>
  );
}

function Exports() {
  const [at, one] = [week.value, chosen.value];
  const files: [string, string, string][] = [
    ["control.geojson", "Who holds what, by week", "points with ISO dates, for QGIS's temporal controller"],
    ...(one === null ? [] : [[`history.geojson?history=${one}`, `History ${one}`, "its holders and deadly events, with dates"] as [string, string, string]]),
    ["run.csv", "Measures, CSV", "one long table"], ["run.parquet", "Measures, Parquet", "the same, packed"],
    ["run.nc", "Measures, NetCDF", "every measure with its axes"],
    [`coalition.graphml?week=${at}`, `Coalition in week ${at}, GraphML`, "for Gephi, networkx, igraph"],
    [`map.svg?week=${at}`, `Map of week ${at}, SVG`, ""], [`map.png?week=${at}`, `Map of week ${at}, PNG`, ""],
    ["cohesion.svg", "Cohesion, SVG", ""], ["holding.svg", "Places held, SVG", ""], ["dead.svg", "The dead, SVG", ""],
    ["requests.svg", "Air support, SVG", ""],
  ];
  return (
    <details class="menu">
      <summary>Take along</summary>
      <ul>
        {files.map(([address, title, what]) => (
          <li key={title}><a href={`/api/export/${address}`} download>{title}</a>{what && <small> {what}</small>}</li>
        ))}
      </ul>
    </details>
  );
}

function CopyLink() {
  const said = useSignal("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      said.value = "copied";
    } catch {
      said.value = "copy it from the address bar";
    }
    setTimeout(() => { said.value = ""; }, 2500);
  };
  return <button type="button" onClick={copy}>Copy the link to this view<span role="status">{said.value && ` · ${said.value}`}</span></button>;
}
