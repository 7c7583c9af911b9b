// The view as the fragment of an address, and back: #week=12&history=17&place=raqqa.

export interface View {
  week: number;
  history: number | null;
  place: string;
  actor: string;
  claim: string;
  tab: string;
  against: string;
}

export const PLAIN: View = { week: 0, history: null, place: "", actor: "", claim: "", tab: "", against: "" };
const WORDS = ["place", "actor", "claim", "tab", "against"] as const;
const LONGEST = 200;

/** Read a fragment; what is missing or makes no sense is as in a plain view. */
export function read(fragment: string): View {
  const said = new URLSearchParams(fragment.replace(/^#/, ""));
  const view: View = { ...PLAIN, week: whole(said.get("week")) ?? 0, history: whole(said.get("history")) };
  for (const word of WORDS) view[word] = (said.get(word) ?? "").slice(0, LONGEST);
  return view;
}

/** Write a view; what is plain is left out. */
export function write(view: View): string {
  const said = new URLSearchParams();
  said.set("week", String(view.week));
  if (view.history !== null) said.set("history", String(view.history));
  for (const word of WORDS) if (view[word]) said.set(word, view[word]);
  return `#${said}`;
}

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
