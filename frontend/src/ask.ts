// The way to the server: JSON in, JSON out; a problem comes back as one sentence.
import type { Trouble } from "./contract.ts";

export class Refused extends Error {}

/** Ask the server; raises Refused with its message if it will not, or does not answer. */
export async function ask<Answer>(address: string, method = "GET", body?: unknown): Promise<Answer> {
  let answer: Response;
  try {
    answer = await fetch(address, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: "same-origin",
    });
  } catch {
    throw new Refused("The server does not answer: is polemos explore still running?");
  }
  if (!answer.ok) {
    const said = (await answer.json().catch(() => null)) as Trouble | null;
    throw new Refused(said?.problem ?? `The server refused (${answer.status}).`);
  }
  return (await answer.json()) as Answer;
}
