// The page: asks the server for what it shows, then draws its panels; the slider at the foot moves them together.
import { batch } from "@preact/signals";
import { render } from "preact";
import { ask } from "./ask.ts";
import type { Page, Weeks } from "./contract.ts";
import { Again } from "./panels/again.tsx";
import { Answer } from "./panels/answer.tsx";
import { Answers } from "./panels/answers.tsx";
import { AskForm } from "./panels/ask_form.tsx";
import { Cohesion } from "./panels/cohesion.tsx";
import { Compare } from "./panels/compare.tsx";
import { Dead } from "./panels/dead.tsx";
import { CoalitionGraph } from "./panels/graph.tsx";
import { Head } from "./panels/head.tsx";
import { OneHistory } from "./panels/history.tsx";
import { Holding } from "./panels/holding.tsx";
import { Assumptions } from "./panels/inputs.tsx";
import { LedgerPanel } from "./panels/ledger.tsx";
import { TheatreMap } from "./panels/map.tsx";
import { HowPopover } from "./panels/popover.tsx";
import { Requests } from "./panels/requests.tsx";
import { Timeline } from "./panels/timeline.tsx";
import { keepAddress, look, page, trouble, weeks } from "./state.ts";

function Whole() {
  if (trouble.value) return <main class="trouble"><h1>The page cannot be shown</h1><p role="alert">{trouble.value}</p></main>;
  if (!page.value || !weeks.value) return <main class="waiting"><p role="status">Reading the run …</p></main>;
  return (
    <>
      <Head />
      <main>
        <div class="row theatre"><TheatreMap /><CoalitionGraph /></div>
        <Answer />
        <div class="row even"><Cohesion /><Compare /></div>
        <div class="row three"><Holding /><Dead /><Requests /></div>
        <div class="row even"><OneHistory /><AskForm /></div>
        <LedgerPanel />
        <Answers />
        <Assumptions />
        <Again />
      </main>
      <Timeline />
      <HowPopover />
    </>
  );
}

async function open(): Promise<void> {
  const root = document.getElementById("page");
  if (!root) throw new Error("the page has no element #page");
  render(<Whole />, root);
  try {
    const [first, second] = await Promise.all([ask<Page>("/api/page"), ask<Weeks>("/api/weeks")]);
    batch(() => { page.value = first; weeks.value = second; look(location.hash); });
    keepAddress();
    globalThis.addEventListener("hashchange", () => look(location.hash));
  } catch (error) {
    trouble.value = error instanceof Error ? error.message : String(error);
  }
}

void open();
