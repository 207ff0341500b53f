import * as v from "valibot";
import { type Page, pageSchema } from "../../src/protocol/page.ts";

/** The page at that address, which there has to be. */
export async function readPage(address: string): Promise<Page> {
  const answer = await fetch(address);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
  return v.parse(pageSchema, await answer.json());
}
