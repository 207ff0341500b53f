import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Command } from "../../../domain/command.ts";
import { EVERYTHING, type Filter } from "../../../domain/filter.ts";
import { aReport, at, T0 } from "../../../domain/history.arbitrary.ts";
import type { Place } from "../../../protocol/page.ts";
import { range, valueOf } from "../conformance/subject.ts";
import { isoTime } from "../engine/iso-time.ts";
import { openScratch } from "../sqlite/database.fixture.ts";
import { prepareEarlier } from "../sqlite/queries/earlier.ts";
import { prepareEvents } from "../sqlite/queries/events.ts";
import { arbitraryDeed, hostileFilter } from "../sqlite/queries/hostile.arbitrary.ts";
import { ask, describePostgres, scratchSchema } from "./connection/database.fixture.ts";
import { openDatabase } from "./connection/database.ts";
import { migrate } from "./connection/migrate.ts";
import { createPrimary } from "./connection/primary.ts";
import { openPostgresStore } from "./postgres-store.ts";

const TABLES = `alerts, pulses, texts, search_texts, events, commits, labels, counts, leases, unrecorded,
  removals`;

/** What arrives together, and how much later (ms) than what came before. */
const together = fc.record({
  commands: fc.array(arbitraryDeed, { minLength: 1, maxLength: 6 }),
  apart: fc.constantFrom(0, 1, 1000, 61_000),
});
const history = fc.array(together, { minLength: 1, maxLength: 12, size: "max" });
const limit = fc.integer({ min: 1, max: 8 });
const seconds = fc.integer({ min: -100, max: 1000 }).map((second) => T0 + second * 1000 + 7);
const span = fc.record({
  from: fc.option(seconds),
  to: fc.constantFrom(null, T0 + 2_000_000),
  buckets: fc.integer({ min: 1, max: 20 }),
});

const id = fc.integer({ min: 0, max: 20 });
const place: fc.Arbitrary<Place> = fc.oneof(
  fc.constant({ type: "head" as const }),
  fc.constant({ type: "at" as const, time: isoTime(T0 + 90_000) }),
  fc.record({ type: fc.constantFrom("before" as const, "after" as const, "around" as const), id }),
);

describePostgres("one history in SQLite and in PostgreSQL", () => {
  let url = "";
  let drop = async () => {};
  beforeAll(async () => {
    ({ url, drop } = await scratchSchema());
    const database = openDatabase(createPrimary(url), { connections: 1 });
    await migrate(database);
    await database.close();
  });
  afterAll(() => drop());

  /** Both empty, with one name and one clock. */
  async function begin() {
    const scratch = openScratch();
    await ask(
      url,
      `truncate ${TABLES}; delete from meta where key <> 'instance';
      insert into meta values ('epoch', '${scratch.reads.epoch}')`,
    );
    const store = await openPostgresStore(url, {
      onRefused: () => {},
      clock: () => scratch.clock.now,
      queryTime: Infinity,
    });
    return { scratch, store };
  }

  type Both = Awaited<ReturnType<typeof begin>>;

  /** Does the same in both, and expects the same answers. */
  async function perform({ scratch, store }: Both, commands: readonly Command[]): Promise<void> {
    const [answers] = scratch.append([{ commands, actor: null }]).answers;
    expect(valueOf(await store.execute(commands, null))).toEqual(answers);
  }

  async function expectSamePages(
    { scratch, store }: Both,
    filter: Filter,
    places: readonly Place[],
    limit: number,
  ): Promise<void> {
    for (const place of places) {
      const page = scratch.reads.page(filter, place, limit);
      expect(await store.page(filter, place, limit)).toEqual(page);
    }
    const ids = scratch.reads.ids(filter, 0, limit);
    expect(valueOf(await store.ids(filter, 0, limit))).toEqual(ids);
  }

  async function expectSameReads({ scratch, store }: Both, limit: number): Promise<void> {
    const last = scratch.reads.head().seq;
    const earlier = prepareEarlier(scratch.tables, scratch.reads.epoch);
    for (const id of range(0, Math.min(last, 8) + 1)) {
      expect(await store.alert(id)).toEqual(scratch.reads.alert(id));
      expect(await store.wasRemoved(id)).toBe(scratch.reads.wasRemoved(id));
      const history = await store.history(id, { type: "newest" }, 1_000);
      expect(history.ok ? history.value.events : []).toEqual(scratch.reads.history(id));
      expect(await store.episodes(id, null, limit)).toEqual(earlier(id, null, limit));
    }
    for (const seq of [0, Math.floor(last / 2), last]) {
      expect(await store.changedSince(seq, limit)).toEqual(scratch.reads.changedSince(seq, limit));
      expect(await store.eventsAfter(seq, limit)).toEqual(
        prepareEvents(scratch.tables)(seq, limit),
      );
    }
  }

  test(
    "is the same on every page, in every history and timeline",
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          history,
          fc.array(hostileFilter, { maxLength: 3 }),
          fc.array(place, { maxLength: 6 }),
          limit,
          span,
          async (steps, filters, places, limit, span) => {
            const both = await begin();
            try {
              for (const { commands, apart } of steps) {
                both.scratch.clock.now += apart;
                await perform(both, commands);
              }
              await expectSameReads(both, limit);
              for (const filter of [EVERYTHING, ...filters]) {
                await expectSamePages(both, filter, places, limit);
                const timeline = both.scratch.timeline(filter, span);
                expect(valueOf(await both.store.timeline(filter, span))).toEqual(timeline);
              }
            } finally {
              await both.store.close();
              both.scratch[Symbol.dispose]();
            }
          },
        ),
        { numRuns: 12 },
      );
    },
  );

  test("is the same where one group names alerts by source and fingerprint alone, and ends them", async () => {
    const both = await begin();
    const bare = (fields: object): Command => ({
      type: "Report",
      report: aReport({ labels: undefined, ...fields }),
    });
    const of = (host: string, fields: object = {}): Command => ({
      type: "Report",
      report: aReport({ labels: { host }, ...fields }),
    });
    const groups: Command[][] = [
      [of("a"), of("b"), of("c"), bare({}), bare({ status: "resolved" })],
      [{ type: "Resolve", id: 1 }, { type: "Resolve", id: 2 }, bare({ status: "resolved" })],
      [bare({ startedAt: at(-50) }), of("b", { startedAt: at(600) }), { type: "Reopen", id: 1 }],
      [{ type: "Resolve", id: 1 }, { type: "Reopen", id: 1 }, of("a", { startedAt: at(-9) })],
      [{ type: "Delete", id: 2 }, { type: "Forget", id: 2 }, of("b"), { type: "Reopen", id: 2 }],
    ];
    for (const commands of groups) {
      both.scratch.clock.now += 400_000;
      await perform(both, commands);
    }
    expect(both.scratch.reads.head().seq).toBeGreaterThan(10);
    await expectSameReads(both, 50);
    await expectSamePages(both, EVERYTHING, [{ type: "head" }], 50);
    await both.store.close();
    both.scratch[Symbol.dispose]();
  });
});
