import { setTimeout } from "node:timers/promises";
import type { Sample } from "../bench.ts";
import { type Server, startPeer, startTocsin } from "../peers/server.ts";
import { addAdmin, type Headers, signIn } from "./admin.ts";

/** How often (ms) it is looked whether a backup has ended. */
const LOOK = 50;
/** What the monitors watch, in turn: the feed as it is filtered. */
const WATCHED = [{}, { severity: ["critical"] }, { q: "disk" }, { label: ["env=prod"] }] as const;

/** A server with people, webhooks, monitors and telemetry, which backs up while it works. */
export interface Laden extends AsyncDisposable {
  readonly server: Server;
  /** What somebody who is signed in sends with each request. */
  readonly session: Headers;
  /** What a program sends with each request. */
  readonly key: Headers;
  /** Backs up without a pause while that is done. */
  readonly working: (work: () => Promise<Sample>) => Promise<Sample>;
}

/** Ten webhooks that are told of all, three of them dead, so many monitors, and a telemetry that never gets an answer. */
export async function startLaden(file: string, monitors: number): Promise<Laden> {
  await using started = new AsyncDisposableStack();
  const receiver = started.use(await startPeer("peers/webhook-receiver.ts"));
  const silent = started.use(await startPeer("peers/silent.ts"));
  addAdmin(file);
  const server = started.use(
    await startTocsin(file, "dist", {
      // Nobody listens at the port of reserved names.
      WEBHOOK_ALLOW: `${new URL(receiver.url).host},127.0.0.1:1`,
      BACKUP_KEEP: "1",
      POSTHOG_HOST: silent.url,
      POSTHOG_KEY: "bench",
      OTEL_EXPORTER_OTLP_ENDPOINT: silent.url,
      DO_NOT_TRACK: "",
    }),
  );
  const session = await signIn(server);
  const ask = createAsk(server, session);
  const well = Array.from({ length: 7 }, (_, index) => `${receiver.url}/well-${index}`);
  const dead = ["http://127.0.0.1:1/", `${receiver.url}/silent`, `${receiver.url}/broken`];
  for (const url of [...well, ...dead]) await ask("POST", "/api/webhooks", { name: url, url });
  for (let index = 0; index < monitors; index++) {
    const filter = WATCHED[index % WATCHED.length];
    const input = { type: "feed", filter, count: "opened" };
    await ask("POST", "/api/monitors", { name: `monitor ${index}`, input, bucket: 60 });
  }
  const scopes = ["read", "ingest", "operate"];
  const { key } = (await ask("POST", "/api/keys", { name: "bench", scopes })) as { key: string };
  const kept = started.move();
  return {
    server,
    session,
    key: { authorization: `Bearer ${key}` },
    working: (work) => whileBackingUp(ask, work),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

type Ask = ReturnType<typeof createAsk>;

function createAsk({ url }: Server, session: Headers) {
  const headers = { ...session, "content-type": "application/json" };
  return async (method: "GET" | "POST", path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(url + path, {
      method,
      headers,
      ...(method === "POST" && { body: JSON.stringify(body ?? {}) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
}

async function whileBackingUp(ask: Ask, work: () => Promise<Sample>): Promise<Sample> {
  const over = new AbortController();
  const backups = backUp(ask, over.signal);
  const sample = await work();
  over.abort();
  return { ...sample, "backups made": await backups };
}

interface Operation {
  readonly id: number;
  readonly state: string;
}

/** One after the other until it is over; the last is waited for. How many were made. */
async function backUp(ask: Ask, over: AbortSignal): Promise<number> {
  for (let made = 1; ; made += 1) {
    const { id } = await operationOf(ask("POST", "/api/backups"));
    for (;;) {
      const { state } = await operationOf(ask("GET", `/api/operations/${id}`));
      if (state === "done") break;
      if (state !== "running" && state !== "queued") throw new Error(`A backup is ${state}.`);
      await setTimeout(LOOK);
    }
    if (over.aborted) return made;
  }
}

async function operationOf(answered: Promise<unknown>): Promise<Operation> {
  return ((await answered) as { operation: Operation }).operation;
}
