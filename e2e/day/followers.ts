import { isDeepStrictEqual } from "node:util";
import { filterParams, type WrittenFilter } from "../../src/domain/filter.ts";
import { pageSchema } from "../../src/protocol/page.ts";
import * as v from "valibot";
import { Crowd } from "../support/crowd.ts";
import type { Caller } from "./caller.ts";

const FILTERS: readonly WrittenFilter[] = [
  {},
  { severity: ["critical"] },
  { status: ["firing"] },
  { label: ["team=1"] },
];
/** How many rows from the top are compared. */
const ROWS = 200;

type Page = v.InferOutput<typeof pageSchema>;

/** Pages that are open all day, and what each should have before it. */
export class Followers {
  readonly crowd: Crowd;
  readonly #caller: Caller;

  private constructor(crowd: Crowd, caller: Caller) {
    this.crowd = crowd;
    this.#caller = caller;
  }

  /** Connects so many there, as somebody who is signed in with that cookie; they read pages as the caller. */
  static async come(caller: Caller, url: string, size: number, cookie: string): Promise<Followers> {
    const starts = [];
    for (const filter of FILTERS) {
      const page = await pageOf(caller, filter);
      if (page === null) throw new Error("There is no page to begin with.");
      starts.push({ page, filter });
    }
    const headers = { cookie, origin: url };
    return new Followers(new Crowd(url, size, starts, { headers }), caller);
  }

  /** Reads a page anew for whoever was told to. */
  async begin(): Promise<void> {
    for (const member of this.crowd.members) {
      if (!member.needsPage) continue;
      const page = await pageOf(this.#caller, member.filter);
      if (page !== null) member.begin(page);
    }
  }

  /** What keeps them from having what the server has, in words; null where nothing does. */
  async fault(): Promise<string | null> {
    const { members } = this.crowd;
    await this.begin();
    const quiet = members.filter(({ isLive }) => !isLive).length;
    if (quiet > 0) return `${quiet} are not live`;
    for (const filter of FILTERS) {
      const page = await pageOf(this.#caller, filter);
      if (page === null) return "there is no page";
      const rows = page.alerts.map(({ id, seq }) => [id, seq]);
      const own = members.filter((member) => member.filter === filter);
      const wrong = own.filter((member) => !isDeepStrictEqual(newest(member.rows), rows)).length;
      if (wrong > 0) return `${wrong} of ${own.length} with ${JSON.stringify(filter)} are wrong`;
    }
    return null;
  }
}

function newest(rows: ReadonlyMap<number, number>): [id: number, seq: number][] {
  return [...rows].sort(([one], [other]) => other - one).slice(0, ROWS);
}

async function pageOf(caller: Caller, filter: WrittenFilter): Promise<Page | null> {
  const answer = await caller.ask("GET", `/api/alerts?limit=${ROWS}&${filterParams(filter)}`);
  return answer === null ? null : v.parse(pageSchema, answer);
}
