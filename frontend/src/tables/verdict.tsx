// A verdict as a badge: sign and words say it, colour only repeats them.
import { badgeOf } from "../verdicts.ts";

export function Verdict({ verdict }: { verdict: string }) {
  const badge = badgeOf(verdict);
  return <span class={`badge ${badge.role}`}><span aria-hidden="true">{badge.sign}</span> {badge.words}</span>;
}
