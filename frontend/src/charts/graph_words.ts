// Ties of the coalition graph in words, and the commands that print their numbers again.
import type { How, Page } from "../contract.ts";
import { decimal, percent } from "../words.ts";
import type { Kind, Tie } from "./graph_ties.ts";
import { counted } from "./layers.ts";

export const TITLES: Record<Kind, string> = {
  cooperation: "cooperation", strain: "strain", support: "support from the air", flow: "sponsors' flows", fight: "fighting",
};
export const MEANT: Record<Kind, string> = {
  cooperation: "trust of a half or more; wider: more trust", strain: "trust below a half; wider: less trust",
  support: "patron to client; wider: more requests honoured in the week; the red part of the line is refused",
  flow: "sponsor to client; wider: more of it comes through; crossed out: nothing",
  fight: "between camps; wider: more dead in the week",
};

/** Who the two ends of a tie are. */
export function endsOf(page: Page, tie: Tie): [string, string] {
  const name = (row: number) => (tie.kind === "fight" ? page.camps[row]?.title : page.actors[row]?.title) ?? "nobody";
  return [name(tie.one), name(tie.two)];
}

/** The number of a tie with its unit, for one week. */
export function valueOf(page: Page, tie: Tie): string {
  switch (tie.kind) {
    case "cooperation":
    case "strain":
      return `${decimal(tie.value)} (${decimal(tie.low)} to ${decimal(tie.high)})`;
    case "support":
      return `${counted(tie.value, "requests")} honoured, ${percent(tie.refused)} refused`;
    case "flow":
      return `${percent(tie.value)} of ${page.flows[Number(tie.key.split(" ")[1])]?.amount ?? "it"}`;
    case "fight":
      return `${counted(tie.value, "men")} dead`;
  }
}

type Show = (measure: string, words: string, week: number, of: readonly string[]) => How;

/** How a tie's number came about. `show` writes the command for a measure, as `howOf` does. */
export function howOfTie(page: Page, tie: Tie, week: number, show: Show): How {
  const [one, two] = tie.kind === "fight" ? [page.camps[tie.one]!.id, page.camps[tie.two]!.id] : [page.actors[tie.one]!.id, page.actors[tie.two]!.id];
  switch (tie.kind) {
    case "cooperation":
    case "strain": {
      const words = "mean trust of the two in each other over the histories, with the middle 80 %; the commands print each direction";
      const [there, back] = [show("pair_trust", words, week, [one, two]), show("pair_trust", words, week, [two, one])];
      return { words, command: `${there.command} && ${back.command}` };
    }
    case "support":
      return show("requests", `requests of the client that were answered in the week: mean of the histories, honoured at once, late and refused`, week, [two]);
    case "flow":
      return show("flow_share", "part of the flow that comes through in the week: mean of the histories", week, [page.flows[Number(tie.key.split(" ")[1])]!.id]);
    case "fight":
      return show("pair_killed", "men of all sides killed in the week where the two camps fight: mean of the histories", week, [`${one}|${two}`]);
  }
}

/** What an actor is in the coalition, in words. */
export function rolesOf(page: Page, row: number): string {
  const actor = page.actors[row];
  if (!actor) return "";
  const camp = page.camps[actor.camp]?.title ?? "nobody";
  const roles = [actor.lead && "leads the coalition", actor.patron && "its patron", actor.member && !actor.lead && "member of the coalition"].filter(Boolean);
  return [camp, ...roles].join(" · ");
}
