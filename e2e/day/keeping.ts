import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import { oneOperationSchema, type ShownOperation } from "../../src/protocol/operations.ts";
import { pageSchema } from "../../src/protocol/page.ts";
import type { Caller } from "./caller.ts";
import { PLAN } from "./plan.ts";

/** How often (ms) it is looked whether an operation has ended. */
const LOOK = 200;

/** Time (ms) from one backup to the next, at least: each is restored in the end. */
const REST = PLAN.length / 40;

/** The part of the log that is resolved in bulk. */
const OLDER = 0.95;

/** What an admin does all day long: backups, purges and the same to many alerts, one after the other. */
export class Keeping {
  readonly #caller: Caller;
  /** The names of those that were made. */
  readonly backups: string[] = [];
  /** How many alerts were removed for good by those that came to their end, and up to which time (ms since 1970). */
  removed = 0;
  removedUntil = 0;
  /** How often something was done to many alerts. */
  bulks = 0;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  async run(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await this.round();
      await pause(REST, null, { signal: over }).catch(() => {});
    }
  }

  /** Each once. */
  async round(): Promise<void> {
    await this.#resolve();
    await this.#purge();
    await this.#backUp();
  }

  /** Resolves all that is left open, but for what nobody resolves. */
  async #resolve(): Promise<void> {
    const page = await this.#caller.ask("GET", "/api/alerts?limit=1");
    if (page === null) return;
    const { head } = v.parse(pageSchema, page);
    const filter = { status: ["firing", "acknowledged"], label: ["lasts!=yes"] };
    // What is newest is left to the sources and to people; who comes to resolve the rest finds it done.
    const body = { action: "resolve", filter, upTo: Math.floor(head.seq * OLDER) };
    const ended = await this.#operate("/api/alerts/bulk", body);
    if (ended !== null) this.bulks += 1;
  }

  async #purge(): Promise<void> {
    const before = Date.now() - PLAN.kept;
    this.removedUntil = before;
    const ended = await this.#operate("/api/purge", { before: new Date(before).toISOString() });
    if (ended === null) return;
    this.removed += v.parse(v.object({ alerts: v.number() }), ended.result).alerts;
  }

  async #backUp(): Promise<void> {
    const ended = await this.#operate("/api/backups", {});
    if (ended !== null)
      this.backups.push(v.parse(v.object({ name: v.string() }), ended.result).name);
  }

  /** As it ended; null where a kill came between. */
  async #operate(path: string, body: unknown): Promise<ShownOperation | null> {
    const begun = await this.#caller.ask("POST", path, body);
    if (begun === null) return null;
    const { id } = v.parse(oneOperationSchema, begun).operation;
    for (;;) {
      await pause(LOOK);
      const answer = await this.#caller.ask("GET", `/api/operations/${id}`);
      if (answer === null) continue;
      const { operation } = v.parse(oneOperationSchema, answer);
      const { state, problem } = operation;
      if (state === "done") return operation;
      if (state === "running") continue;
      if (problem?.code === "operation-interrupted") return null;
      throw new Error(`${path} is ${state}: ${JSON.stringify(problem)}`);
    }
  }
}
