import { setTimeout } from "node:timers/promises";
import { App } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test as base } from "../support/fixtures.ts";
import { emptySchema, type Schema } from "../support/postgres.ts";
import { Balancer } from "./balancer.ts";

interface Nodes {
  readonly schema: Schema;
  readonly first: App;
  readonly second: App;
  readonly balancer: Balancer;
}

/** Two nodes of one database, and what stands in front of them. */
const test = base.extend<{ nodes: Nodes }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
  nodes: async ({}, use) => {
    const schema = await emptySchema();
    const environment = { DATABASE_URL: schema.url };
    const first = await App.start(undefined, environment);
    const second = await App.start(undefined, environment);
    const ports = () => [first, second].map(({ url }) => Number(new URL(url).port));
    const serve = async () => {
      const balancer = await Balancer.start(ports);
      await use({ schema, first, second, balancer });
      await balancer.stop();
    };
    await first.lend(() => second.lend(serve));
    await schema.drop();
  },
});

/** Longest time (ms) under load before something fails. */
const LIFE = 700;
const WRITERS = 4;

test("a page shows what is posted on any node", async ({ nodes, page }) => {
  const { first, second, balancer } = nodes;
  const feed = await Feed.open(page, balancer.url);
  for (const [index, node] of [first, second, first, second].entries()) {
    const [id = 0] = await node.open([{ title: `Alert ${index}`, severity: "error" }]);
    await expect(feed.row(id)).toBeVisible();
  }
  const [newest = 0] = await first.open([{ title: "Last" }]);
  await expect(feed.row(newest)).toBeVisible();
  await second.act(newest, "acknowledge");
  await expect(feed.row(newest)).toContainText(/acknowledged/iu);
});

test("what one node alone does is taken over from one that hangs, which knows it when it wakes", async ({
  nodes,
}) => {
  const { first, second } = nodes;
  await expect.poll(() => first.log).toContain("this node is on duty");
  expect(second.log).not.toContain("on duty");
  first.signal("SIGSTOP");
  await expect.poll(() => second.log).toContain("this node is on duty");
  first.signal("SIGCONT");
  await expect.poll(() => first.log).toContain("this node is not on duty any more");
  await second.kill();
  const dutiesOf = ({ log }: App) => log.split("this node is on duty").length - 1;
  await expect.poll(() => dutiesOf(first)).toBe(2);
});

test.describe("whatever fails", () => {
  // What the browser says of the connections that are cut.
  test.use({ expectedErrors: [/./u] });

  test("what was answered is there once, on each node and on the page", async ({ nodes, page }) => {
    const { schema, first, second, balancer } = nodes;
    const environment = { DATABASE_URL: schema.url };
    const feed = await Feed.open(page, balancer.url);
    const answered: string[] = [];
    const over = new AbortController();

    async function write(name: string): Promise<void> {
      for (let index = 0; !over.signal.aborted; index += 1) {
        const title = `${name}.${index}`;
        const body = JSON.stringify([{ title, severity: "warning" }]);
        const headers = { "content-type": "application/json", connection: "close" };
        const request = { method: "POST", headers, body };
        const answer = await fetch(`${balancer.url}/api/alerts`, request).catch(() => null);
        if (answer?.status === 200) answered.push(title);
        else await setTimeout(20);
        await answer?.arrayBuffer().catch(() => {});
      }
    }

    const writers = Array.from({ length: WRITERS }, (_, index) => write(`writer ${index}`));
    for (let round = 0; round < 3; round += 1) {
      // Not to wait for anything: what is under way at that moment is what is tried.
      await setTimeout(LIFE);
      for (let cut = 0; cut < 3; cut += 1) await schema.cut();
      const node = round % 2 === 0 ? first : second;
      await node.kill();
      await setTimeout(LIFE);
      await node.start(environment);
    }
    over.abort();
    await Promise.all(writers);
    expect(answered.length).toBeGreaterThan(WRITERS);

    const titles = async (app: App) => {
      const ids = await app.allIds();
      const rows = await schema.ask<{ title: string }>("select title from texts order by title");
      expect(ids).toHaveLength(rows.length);
      return rows.map(({ title }) => title);
    };
    const kept = await titles(first);
    expect(answered.filter((title) => !kept.includes(title))).toEqual([]);
    expect(new Set(kept).size).toBe(kept.length);
    expect(await second.allIds()).toEqual(await first.allIds());

    await feed.expectLive();
    const [newest = 0] = await second.open([{ title: "At last" }]);
    await expect(feed.row(newest)).toBeVisible();
    const { alerts } = await first.page("limit=5");
    for (const { id } of alerts) await expect(feed.row(id)).toBeAttached();
  });
});
