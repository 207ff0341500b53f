import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import * as v from "valibot";
import { seededRandom } from "../../src/generator/random.ts";
import { Team } from "../people/team.ts";
import { App } from "../support/app.ts";
import { isThorough, note } from "../support/measured.ts";

const ROUNDS = isThorough ? 20 : 6;
/** Longest time (ms) under load before the kill. */
const LIFE = 800;
const WRITERS = 4;
/** Set it to run again what has failed; the times of the machine are its own. */
const SEED = Number(process.env["CRASH_SEED"] ?? Date.now() % 1_000_000);

const toldSchema = v.object({
  type: v.string(),
  data: v.object({ alert: v.object({ id: v.number(), seq: v.number() }) }),
});
const postedSchema = v.object({ results: v.array(v.object({ id: v.number() })) });

interface Arrival {
  readonly name: string;
  readonly body: string;
  readonly alert: number;
  readonly seq: number;
}

test("whatever was answered arrives, each alert's in order, after kill -9 at any moment", async () => {
  test.setTimeout(240_000);
  const random = seededRandom(SEED);
  const arrivals: Arrival[] = [];
  const receiver = createServer((request, response) => void take(request, response, arrivals));
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const { port } = receiver.address() as AddressInfo;
  const environment = { WEBHOOK_ALLOW: `127.0.0.1:${port}` };
  const app = await App.start(undefined, environment);
  const team = await Team.found(app, []);
  await team.ask("POST", "/api/webhooks", { name: "all", url: `http://127.0.0.1:${port}/` });
  const made = await team.ask("POST", "/api/keys", { name: "sender", scopes: ["ingest"] });
  const { key } = v.parse(v.object({ key: v.string() }), await made.json());

  const answered: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    await test.step(`round ${round} of CRASH_SEED=${SEED}`, async () => {
      const writers = Array.from({ length: WRITERS }, () => write(app, key, answered));
      // Not to wait for anything: the moment of the kill is what is drawn.
      await setTimeout(random() * LIFE);
      await app.kill();
      await Promise.all(writers);
      await app.start(environment);
    });
  }

  const opened = () => new Set(arrivals.map(({ alert }) => alert));
  await expect
    .poll(() => answered.filter((id) => !opened().has(id)), { timeout: 120_000 })
    .toEqual([]);
  const bodies = new Map<string, string>();
  const last = new Map<number, number>();
  for (const { name, body, alert, seq } of arrivals) {
    expect(bodies.get(name) ?? body).toBe(body);
    if (bodies.has(name)) continue;
    bodies.set(name, body);
    expect(seq).toBeGreaterThan(last.get(alert) ?? 0);
    last.set(alert, seq);
  }
  note("events that arrived", bodies.size);
  note("of which more than once", arrivals.length - bodies.size);
  expect(answered.length).toBeGreaterThan(ROUNDS);
  await app.dispose();
  receiver.closeAllConnections();
  receiver.close();
});

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  arrivals: Arrival[],
): Promise<void> {
  const body = await text(request).catch(() => "");
  // What was broken off did not arrive.
  if (body === "") return;
  const { alert } = v.parse(toldSchema, JSON.parse(body)).data;
  const name = String(request.headers["webhook-id"]);
  arrivals.push({ name, body, alert: alert.id, seq: alert.seq });
  response.end();
}

/** Opens alerts without a pause until the server is gone, and notes those that were answered. */
async function write(app: App, key: string, answered: number[]): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  for (;;) {
    try {
      const body = JSON.stringify({ title: "Disk is full", source: "monitor" });
      const answer = await app.fetch("/api/alerts", { method: "POST", headers, body });
      const { results } = v.parse(postedSchema, await answer.json());
      answered.push(...results.map(({ id }) => id));
    } catch (error) {
      // What fetch throws where a connection breaks; any other answer than yes is a failure.
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}
