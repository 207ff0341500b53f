import { expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../../domain/filter.ts";
import { numbersOf } from "../../monitors/numbers.ts";
import { BY, OPENED, SETTINGS } from "../conformance/monitors.ts";
import { opening, range, valueOf } from "../conformance/subject.ts";
import { attempt, WEBHOOK } from "../conformance/webhook.ts";
import { MOST_MONITORS } from "../monitors.ts";
import { MOST_WEBHOOKS } from "../webhooks.ts";
import { ask, describePostgres } from "./connection/database.fixture.ts";
import { openDeliveryReads } from "./delivery-reads.ts";
import { openMonitorReads } from "./monitor-reads.ts";
import { scratchDatabase } from "./postgres-store.fixture.ts";
import { openPostgresStore } from "./postgres-store.ts";

const NOW = OPENED.bucket;
const MINUTE = 60_000;

describePostgres("webhooks and monitors of two nodes in PostgreSQL", () => {
  async function opened() {
    const url = await scratchDatabase();
    const open = () => openPostgresStore(url, { onRefused: () => {} });
    const nodes = [await open(), await open()] as const;
    for (const node of nodes) onTestFinished(() => node.close());
    return { url, nodes };
  }

  /** What each node answers to the same, asked of all at once so many times. */
  async function both<Node, T>(nodes: readonly Node[], times: number, work: (node: Node) => T) {
    return Promise.all(range(1, times).flatMap(() => nodes.map(work)));
  }

  test("there are never more than there may be", async () => {
    const { url, nodes } = await opened();
    const [node] = nodes;
    valueOf(await node.webhooks.add(WEBHOOK, BY));
    valueOf(await node.monitors.add(SETTINGS, NOW, BY));
    // As many as there may be, but for two.
    await ask(
      url,
      `insert into webhooks (name, host, preset, filter, events, is_enabled, position, failures, since, not_before)
        select name, host, preset, filter, events, is_enabled, 0, 0, 0, 0
        from webhooks, generate_series(1, ${MOST_WEBHOOKS - 3})`,
    );
    const columns = `name, input, bucket, aggregate, season, sensitivity, direction, minimum_change, close_after,
      silent_after, severity, labels, is_enabled, revision, since, closed, alert, progress`;
    await ask(
      url,
      `insert into monitors (${columns})
        select ${columns} from monitors, generate_series(1, ${MOST_MONITORS - 3})`,
    );
    const webhooks = await both(nodes, 3, ({ webhooks }) => webhooks.add(WEBHOOK, BY));
    expect(webhooks.filter(({ ok }) => ok)).toHaveLength(2);
    const monitors = await both(nodes, 3, ({ monitors }) => monitors.add(SETTINGS, NOW, BY));
    expect(monitors.filter(({ ok }) => ok)).toHaveLength(2);
  });

  test("each part of the way through the log is gone by one of them", async () => {
    const { nodes } = await opened();
    const [node, other] = nodes;
    const { id: webhook } = valueOf(await node.webhooks.add(WEBHOOK, BY));
    for (const from of range(0, 9)) {
      const to = from + 1;
      const moves = [{ webhook, from, to, events: [{ seq: to, alert: to }] }];
      const moved = await both(nodes, 2, ({ webhooks }) => webhooks.route(moves, NOW));
      expect(moved.flatMap(valueOf).filter(Boolean)).toEqual([true]);
    }
    expect(await other.webhooks.course(webhook)).toMatchObject({
      webhook: { position: 10 },
      pending: range(1, 10).map((seq) => ({ seq })),
    });
  });

  test("failures are counted and a pause is told once, whoever has them", async () => {
    const { nodes } = await opened();
    const [node] = nodes;
    const { id: webhook } = valueOf(await node.webhooks.add(WEBHOOK, BY));
    const events = range(1, 8).map((seq) => ({ seq, alert: seq }));
    valueOf(await node.webhooks.route([{ webhook, from: 0, to: 8, events }], NOW));
    const ended = { outcome: "failed", retryAfter: null, attempt: 1, firstAt: NOW } as const;
    const settle = (seq: number, status: number) => ({
      webhook,
      seq,
      attempt: attempt({ eventSeq: seq, outcome: "failed", status }),
      ended: { ...ended, status, finals: [] },
      now: NOW,
      random: 0.5,
    });
    await both(nodes, 3, ({ webhooks }) => webhooks.settle([settle(1, 500)]));
    expect((await node.webhooks.webhook(webhook))?.health.failures).toBe(6);
    await both(nodes, 3, ({ webhooks }) => webhooks.settle([settle(2, 410)]));
    expect((await node.webhooks.webhook(webhook))?.health.paused).toBe("gone");
    const { alerts } = valueOf(await node.page(EVERYTHING, { type: "head" }, 10));
    expect(alerts).toMatchObject([{ source: "tocsin", occurrences: 1 }]);
  });

  test("a bucket is judged by one of them, and its alert is opened once", async () => {
    const { url, nodes } = await opened();
    const [node] = nodes;
    const { id: monitor, revision, standing } = valueOf(await node.monitors.add(SETTINGS, NOW, BY));
    const point = { time: NOW, value: 1, expected: 9, score: 7.5 };
    const after = { ...standing, position: NOW };
    const settlement = { monitor, revision, from: null, standing: after, points: [point] };
    const settled = await both(nodes, 2, ({ monitors }) =>
      monitors.settle([{ ...settlement, happenings: [OPENED] }], NOW),
    );
    expect(settled.flatMap(valueOf).filter(Boolean)).toEqual([true]);
    const { alerts } = valueOf(await node.page(EVERYTHING, { type: "head" }, 10));
    expect(alerts).toMatchObject([{ title: OPENED.title, occurrences: 1 }]);
    const reads = openMonitorReads(url, () => {});
    onTestFinished(() => reads.close());
    expect((await reads.watched(monitor, 0, NOW * 2)).spans).toHaveLength(1);
  });

  test("what is taken is there when its bucket is closed, whoever takes it", async () => {
    const { url, nodes } = await opened();
    const [node, other] = nodes;
    const { id: monitor } = valueOf(await node.monitors.add(SETTINGS, NOW, BY));
    const reads = openMonitorReads(url, () => {});
    onTestFinished(() => reads.close());
    for (const time of range(1, 5).map((minute) => NOW + minute * MINUTE)) {
      const pushing = both(nodes, 10, ({ monitors }) =>
        monitors.push([{ monitor, time, ...numbersOf(1, time) }]),
      );
      const closing = other.monitors.close([{ monitor, time }]);
      valueOf(await closing);
      const counted = (await reads.numbers(monitor, time, time))[0]?.count ?? 0;
      const taken = (await pushing).flatMap(valueOf).filter(Boolean);
      expect(counted).toBe(taken.length);
    }
  });

  test("alerts as they were are forgotten with the history that they are of", async () => {
    const { url, nodes } = await opened();
    const [node] = nodes;
    valueOf(await node.execute([opening({ title: "One" })], null));
    valueOf(await node.execute([{ type: "Note", id: 1, note: "n" }], null));
    const reads = openDeliveryReads(url, () => {});
    onTestFinished(() => reads.close());
    const titles = async () => {
      const moment = valueOf(await reads.moments.at(2));
      return [moment?.before?.title, moment?.after.title];
    };
    valueOf(await reads.moments.at(1));
    expect(await titles()).toEqual(["One", "One"]);
    // As after a failover that lost the last commits: the numbers are of other events by now.
    await ask(
      url,
      `update events set data = replace(data::text, 'One', 'Two')::json where seq = 1`,
    );
    await ask(url, `update meta set value = 'another' where key = 'epoch'`);
    expect(await titles()).toEqual(["Two", "Two"]);
  });
});
