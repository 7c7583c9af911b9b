// What-ifs that the server is working on: which are over, how long to wait before asking again, how they stand in words.
import type { Asked } from "./contract.ts";

/** Milliseconds between two looks at a what-if that runs, and while nobody looks at the page. */
export const PAUSE = 400;
export const HIDDEN = 3000;
const LONGEST = 10_000;
const TRIES = 8;

export function isOver(job: Asked): boolean {
  return job.state === "done" || job.state === "stopped" || job.state === "failed";
}

/** How long to wait before the next look: longer while the page is hidden or the server has failed to answer. */
export function pauseAfter(failures: number, hidden: boolean): number {
  return Math.min(LONGEST, Math.max(PAUSE * 2 ** failures, hidden ? HIDDEN : PAUSE));
}

/** The list with what is new of a job; one that was not in it comes last. */
export function renewed(jobs: readonly Asked[], job: Asked): Asked[] {
  return jobs.some((one) => one.id === job.id) ? jobs.map((one) => (one.id === job.id ? job : one)) : [...jobs, job];
}

/** How a job stands, in words. */
export function standing(job: Asked): string {
  const done = `${job.done.toLocaleString("en-GB")} of ${job.asked.toLocaleString("en-GB")} histories`;
  switch (job.state) {
    case "waiting": return "waits for its turn";
    case "running": return [done, speed(job.rate), left(job.seconds_left)].filter((part) => part !== "").join(", ");
    case "done": return `done, ${job.asked.toLocaleString("en-GB")} histories`;
    case "stopped": return `stopped after ${done}`;
    case "failed": return "failed";
  }
}

function speed(rate: number): string {
  return rate > 0 ? `${rate < 10 ? rate.toFixed(1) : Math.round(rate)} a second` : "";
}

/** About 40 seconds left, about 3 minutes left; nothing where it is not known. */
export function left(seconds: number | null): string {
  if (seconds === null || !(seconds > 0) || !Number.isFinite(seconds)) return "";
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s left`;
  return `about ${Math.round(seconds / 60)} minutes left`;
}

export interface Hooks {
  look: () => Promise<Asked>;
  tell: (job: Asked) => void;
  wait: (milliseconds: number) => Promise<void>;
  hidden: () => boolean;
}

/** Look at a job until it is over; raises what the server said when it has failed to answer too often. */
export async function follow({ look, tell, wait, hidden }: Hooks): Promise<void> {
  let failures = 0;
  for (;;) {
    await wait(pauseAfter(failures, hidden()));
    let job: Asked;
    try {
      job = await look();
    } catch (error) {
      failures += 1;
      if (failures >= TRIES) throw error;
      continue;
    }
    failures = 0;
    tell(job);
    if (isOver(job)) return;
  }
}
