import * as v from "valibot";
import { type Page, pageSchema } from "../../src/protocol/page.ts";

/** How often it is asked for: on a busy machine any search may take too long. */
const MOST_TRIES = 20;

/** The page at that address, which there has to be. */
export async function readPage(address: string): Promise<Page> {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(address);
    if (answer.status === 200) return v.parse(pageSchema, await answer.json());
    const problem = await answer.text();
    if (tries === MOST_TRIES || !problem.includes('"query-timeout"'))
      throw new Error(`${answer.status}: ${problem}`);
  }
}
