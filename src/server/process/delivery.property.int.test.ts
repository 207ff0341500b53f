import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import type { Command } from "../../domain/command.ts";
import { aReport } from "../../domain/history.arbitrary.ts";
import type { Attempt } from "../outbound/attempt.ts";
import type { Guard, OutboundRequest } from "../outbound/guard.ts";
import { describePostgres } from "../store/postgres/connection/database.fixture.ts";
import { scratchDatabase } from "../store/postgres/postgres-store.fixture.ts";
import { MOST_PENDING } from "../store/webhooks.ts";
import { openRig, valueOf } from "./delivery.fixture.ts";
import { DELIVERED, FAILED } from "./receivers.fixture.ts";

const told = v.object({ data: v.object({ alert: v.object({ id: v.number(), seq: v.number() }) }) });

interface Arrival {
  readonly alert: number;
  readonly seq: number;
}

/** The world outside: which requests arrive where, and what is answered. */
function createWorld(takes: (path: string) => boolean) {
  const arrived = new Map<string, Arrival[]>();
  const bodies = new Map<string, string>();
  return {
    at: (path: string) => arrived.get(path) ?? [],
    guard: {
      async send({ url, headers, body }: OutboundRequest): Promise<Attempt> {
        const path = new URL(url).pathname;
        const name = `${path} ${headers["webhook-id"]}`;
        expect(bodies.get(name) ?? body).toBe(body);
        bodies.set(name, body);
        if (!takes(path)) return FAILED;
        const { id: alert, seq } = v.parse(told, JSON.parse(body)).data.alert;
        arrived.set(path, [...(arrived.get(path) ?? []), { alert, seq }]);
        return DELIVERED;
      },
    },
  };
}

/** Each event once, as it arrived first. */
function firsts(arrivals: readonly Arrival[]): Arrival[] {
  const seen = new Set<number>();
  return arrivals.filter(({ seq }) => !seen.has(seq) && seen.add(seq));
}

const step: fc.Arbitrary<Command | "restart"> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        fingerprint: fc.constantFrom("a", "b", "c"),
        source: fc.constantFrom("web", "db"),
        severity: fc.constantFrom("critical" as const, "info" as const),
        status: fc.constantFrom("firing" as const, "resolved" as const),
      })
      .map((fields) => ({ type: "Report" as const, report: aReport(fields) })),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 3 }).map((id) => ({ type: "Acknowledge" as const, id })),
  },
  {
    weight: 2,
    arbitrary: fc
      .integer({ min: 1, max: 3 })
      .map((id) => ({ type: "Note" as const, id, note: "n" })),
  },
  { weight: 1, arbitrary: fc.constant("restart" as const) },
);

describe("in SQLite", () => {
  describeArrivals(8, (guard) => openRig(guard));
});
describePostgres("in PostgreSQL", () => {
  describeArrivals(3, async (guard) => openRig(guard, { url: await scratchDatabase() }));
});

function describeArrivals(
  numRuns: number,
  open: (guard: Pick<Guard, "send">) => ReturnType<typeof openRig>,
): void {
  test("each event arrives, those of an alert in order, and who does well waits for nobody", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 20 }),
        fc.infiniteStream(fc.boolean()),
        async (steps, coins) => {
          const world = createWorld((path) => {
            if (path === "/dead") return false;
            return path === "/well" || coins.next().value === true;
          });
          const rig = await open(world.guard);
          const critical = { severity: ["critical" as const] };
          await rig.add("http://a.test/dead");
          await rig.add("http://a.test/well");
          await rig.add("http://a.test/flaky");
          await rig.add("http://a.test/critical", { filter: critical });
          for (const one of steps) {
            if (one === "restart") await rig.restart();
            else await rig.store.execute([one], null);
          }
          const head = rig.store.head().seq;
          const { moments } = valueOf(await rig.moments.after(0, head, () => true));
          // No time passes: nobody waits for the dead.
          await expect.poll(() => firsts(world.at("/well")).length).toBe(head);
          const meant = moments.filter(({ before, after }) =>
            [before, after].some((alert) => alert?.severity === "critical"),
          );
          await rig.passUntil(
            () =>
              firsts(world.at("/flaky")).length === head &&
              firsts(world.at("/critical")).length === meant.length,
          );
          for (const path of ["/well", "/flaky", "/critical"]) {
            const order = new Map<number, number>();
            for (const { alert, seq } of firsts(world.at(path))) {
              expect(seq).toBeGreaterThan(order.get(alert) ?? 0);
              order.set(alert, seq);
            }
          }
          const seqsAt = (path: string) =>
            firsts(world.at(path))
              .map(({ seq }) => seq)
              .sort((a, b) => a - b);
          expect(seqsAt("/critical")).toEqual(meant.map(({ event }) => event.seq));
          await rig.close();
        },
      ),
      { numRuns },
    );
  });
}

test("what is pending for one that takes nothing is bounded, and all of it arrives when it does", async () => {
  let isDead = true;
  const world = createWorld(() => !isDead);
  const rig = await openRig(world.guard);
  const { id } = await rig.add("http://a.test/dead");
  const alerts = MOST_PENDING + 250;
  for (let opened = 0; opened < alerts; opened += 250) {
    const report = aReport({ fingerprint: null });
    await rig.execute(...Array.from({ length: 250 }, () => ({ type: "Report" as const, report })));
  }
  await expect.poll(async () => (await rig.course(id)).pending.length).toBe(MOST_PENDING);
  expect((await rig.course(id)).webhook.position).toBe(MOST_PENDING);
  isDead = false;
  await rig.passUntil(() => world.at("/dead").length === alerts);
  expect(new Set(world.at("/dead").map(({ seq }) => seq)).size).toBe(alerts);
});
