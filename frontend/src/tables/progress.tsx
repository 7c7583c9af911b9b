// How far a what-if is, with the button that stops it.
import { stop } from "../asking.ts";
import type { Asked } from "../contract.ts";
import { isOver, standing } from "../jobs.ts";

export function Progress({ job }: { job: Asked }) {
  return (
    <div class="progress">
      <progress max={Math.max(1, job.asked)} value={job.done} aria-label={`Histories of “${job.label}” that are done`} />
      <span>{standing(job)}</span>
      {!isOver(job) && <button type="button" aria-label={`Cancel “${job.label}”`} onClick={() => { void stop(job); }}>Cancel</button>}
    </div>
  );
}
