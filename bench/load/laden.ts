import type { Sample } from "../bench.ts";
import { type Server, startPeer, startTocsin } from "../peers/server.ts";
import { addAdmin, askAs, type Headers, makeKey, signIn } from "./admin.ts";
import { whileBackingUp } from "./backing-up.ts";
import { addTen, allowTen } from "./ten-webhooks.ts";

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
      ...allowTen(receiver),
      BACKUP_KEEP: "1",
      POSTHOG_HOST: silent.url,
      POSTHOG_KEY: "bench",
      OTEL_EXPORTER_OTLP_ENDPOINT: silent.url,
      DO_NOT_TRACK: "",
    }),
  );
  const session = await signIn(server);
  const ask = askAs(server, session);
  await addTen(ask, receiver);
  for (let index = 0; index < monitors; index++) {
    const filter = WATCHED[index % WATCHED.length];
    const input = { type: "feed", filter, count: "opened" };
    await ask("POST", "/api/monitors", { name: `monitor ${index}`, input, bucket: 60 });
  }
  const key = await makeKey(ask, ["read", "ingest", "operate"]);
  const kept = started.move();
  return {
    server,
    session,
    key,
    working: (work) => whileBackingUp(ask, work),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
