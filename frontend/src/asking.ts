// The what-ifs of this page: send one, follow it while it runs, stop it, and hold the charts against one of them.
import { batch, signal } from "@preact/signals";
import { ask, Refused } from "./ask.ts";
import { askOf, changesIn } from "./changes.ts";
import type { Ask, Asked, Contrast, Difference, Inputs } from "./contract.ts";
import { targetOf } from "./contrasts.ts";
import { follow, isOver, renewed } from "./jobs.ts";
import { inputs, kept } from "./resources.ts";
import { against, asked, contrast, page } from "./state.ts";

/** The second run's contrast, once it is there. */
export const other = signal<Contrast | null>(null);
/** What could not be done about what-ifs, as a sentence; "" if nothing. */
export const refusal = signal("");
/** Whether the list of what-ifs has been asked for since the page was opened. */
export const restored = signal(false);
/** Labels that have been given to the server and have no answer yet. */
const sent = new Set<string>();

/** Send a what-if and hold the charts against it; raises Refused with the server's message. */
export async function send(question: Ask): Promise<Asked> {
  const job = await ask<Asked>("/api/asked", "POST", question);
  hear(job);
  choose(job.label);
  if (!isOver(job)) void watch(job.id);
  return job;
}

export async function stop(job: Asked): Promise<void> {
  try {
    hear(await ask<Asked>(`/api/asked/${encodeURIComponent(job.id)}`, "DELETE"));
  } catch (error) {
    refusal.value = sentence(error);
  }
}

/** Hold the charts against what bears this label; "" is the run alone. */
export function choose(label: string): void {
  batch(() => {
    refusal.value = "";
    against.value = label;
    contrast.value = held(label);
  });
}

/** Take the what-ifs that the server still knows, as after the page was loaded anew, and follow those that run. */
export async function restore(): Promise<void> {
  const first = page.value?.other === true;
  try {
    const [jobs, second] = await Promise.all([
      ask<Asked[]>("/api/asked"),
      first ? ask<Contrast>("/api/other") : Promise.resolve(null),
    ]);
    batch(() => {
      other.value = second;
      for (const job of jobs) hear(job);
      if (second && against.value === "") choose(second.label);
    });
    for (const job of jobs) if (!isOver(job)) void watch(job.id);
  } catch (error) {
    refusal.value = sentence(error);
  } finally {
    restored.value = true;
  }
}

/** See to it that what the address names is what the charts are held against; a kept what-if is asked again. */
export function settle(label: string): void {
  if (label === "") {
    contrast.value = null;
    return;
  }
  if (contrast.value?.label === label || sent.has(label)) return;
  const found = targetOf(label, kept.value ?? [], asked.value, other.value);
  if (found.what === "asked" || found.what === "other") contrast.value = held(label);
  else if (found.what === "kept") take(label, found.answer.contrasts[found.row]?.ask ?? null);
  else take(label, spelled(label, inputs.value));
}

/** The measures that a kept answer holds of a label, to show until the weeks are there. */
export function keptMeasures(label: string): Difference[] {
  for (const answer of kept.value ?? []) {
    const found = answer.contrasts.find((one) => one.label === label);
    if (found) return found.measures;
  }
  return [];
}

/** How many histories a what-if takes unless somebody says otherwise. */
export function usual(): number {
  return Math.min(200, page.value?.histories ?? 200);
}

function take(label: string, question: Ask | null): void {
  contrast.value = null;
  if (!question) return;
  sent.add(label);
  void send(question)
    .catch((error: unknown) => { refusal.value = sentence(error); })
    .finally(() => sent.delete(label));
}

function spelled(label: string, known: Inputs | null): Ask | null {
  const changes = known && changesIn(label, known);
  return changes && changes.length > 0 ? askOf(changes, usual()) : null;
}

function held(label: string): Contrast | null {
  const found = targetOf(label, [], asked.value, other.value);
  if (found.what === "asked") return found.one.contrast;
  return found.what === "other" ? other.value : null;
}

function hear(job: Asked): void {
  batch(() => {
    asked.value = renewed(asked.value, job);
    if (job.contrast && job.label === against.value) contrast.value = held(job.label);
    if (job.state === "failed" && job.label === against.value) refusal.value = job.problem;
  });
}

const watched = new Set<string>();

async function watch(id: string): Promise<void> {
  if (watched.has(id)) return;
  watched.add(id);
  try {
    await follow({
      look: () => ask<Asked>(`/api/asked/${encodeURIComponent(id)}`),
      tell: hear,
      wait: (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); }),
      hidden: () => document.hidden,
    });
  } catch (error) {
    batch(() => {
      refusal.value = sentence(error);
      const job = asked.value.find((one) => one.id === id);
      if (job) asked.value = renewed(asked.value, { ...job, state: "failed", problem: sentence(error), seconds_left: null });
    });
  } finally {
    watched.delete(id);
  }
}

function sentence(error: unknown): string {
  return error instanceof Refused || error instanceof Error ? error.message : String(error);
}
