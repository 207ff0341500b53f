import { once } from "node:events";
import { IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { expect } from "vitest";
import * as v from "valibot";
import { readConfig } from "./config.ts";
import * as reading from "../site/reading.ts";
import { createSite, type Pages } from "../site/site.ts";
import { createHttpServer, TIMEOUTS, type Timeouts } from "../http/server.ts";
import { createLog, type Log } from "../telemetry/log.ts";
import { scratchDatabase } from "../store/sqlite/file/scratch.fixture.ts";
import { openTocsin, type TocsinOptions } from "./tocsin.ts";

export type Server = Awaited<ReturnType<typeof startServer>>;

const PUBLIC = path.join(import.meta.dirname, "../../../public");

/** In place of the pages, which have to be built: what they would read. */
const PAGES: Pages = {
  config: {},
  async fetch() {
    const read = [reading.page(new URLSearchParams()), reading.sessions(), reading.users()];
    const settings = [reading.keys(), reading.audit(null)];
    const out = [reading.webhooks(), reading.telemetry()];
    const kept = [reading.operations(), reading.backups(), reading.backupPlan()];
    const answers = await Promise.all([...read, ...settings, ...out, ...kept]);
    const codes = answers.map((answer) => (answer.ok ? "ok" : answer.failure.code));
    const shown = { session: await reading.session(), codes };
    return new Response(JSON.stringify(shown), { headers: { "content-type": "text/html" } });
  },
};

/** The whole server but for its pages, on a free port, with an empty database. */
export async function startServer(
  environment: Readonly<Record<string, string>> = {},
  {
    timeouts = TIMEOUTS,
    log = (level) => createLog(level),
    ...options
  }: Pick<TocsinOptions, "crowding" | "now" | "passwordCost"> & {
    timeouts?: Timeouts;
    log?: (level: string) => Log;
  } = {},
) {
  const config = readConfig({
    DATABASE_URL: `file:${scratchDatabase()}`,
    LOG_LEVEL: "silent",
    ...environment,
  });
  // However slow the machine is, no search takes too long.
  const tocsin = await openTocsin(config, log(config.logLevel), {
    queryTime: Infinity,
    ...options,
  });
  const { live, readingFor } = tocsin;
  const { database } = config;
  const databaseFile = database.engine === "sqlite" ? database.file : "";
  const { isSetUp } = tocsin.entrance;
  const site = createSite(PUBLIC, async () => PAGES, {
    basePath: config.basePath,
    readingFor,
    isSetUp,
  });
  const http = createHttpServer(tocsin.listener(site.answer), timeouts);
  http.on("upgrade", live.upgrade);
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = http.address() as AddressInfo;

  /** As serve does, in short. */
  async function stop(): Promise<void> {
    live.stop();
    http.close();
    http.closeAllConnections();
    await once(http, "close");
    await tocsin.store.close();
  }

  return { ...tocsin, databaseFile, http, port, url: `http://127.0.0.1:${port}`, stop };
}

/** How many connections the server has open. */
export function connectionsOf({ http }: Server): Promise<number> {
  return new Promise((resolve) => http.getConnections((_, count) => resolve(count)));
}

export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Sent as it is where it is text or bytes, else as JSON. */
  readonly body?: unknown;
}

export interface Received {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
  /** The body where it is JSON. */
  readonly json: unknown;
}

/** One request on a connection of its own, with any headers at all. */
export async function send(
  port: number,
  { method = "GET", path, headers = {}, body }: Sent,
): Promise<Received> {
  const bytes = body === undefined || isRaw(body) ? body : JSON.stringify(body);
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const asked = request({ port, method, path, agent: false, headers: { ...type, ...headers } });
  asked.end(bytes);
  const heard: unknown[] = await once(asked, "response");
  return receive(heard[0]);
}

/** A response, read to its end. */
export async function receive(response: unknown): Promise<Received> {
  if (!(response instanceof IncomingMessage)) throw new Error("There is no response.");
  const { statusCode: status = 0, headers } = response;
  response.setEncoding("utf8");
  const text = (await response.toArray()).join("");
  const isJson = /json/u.test(headers["content-type"] ?? "") && text !== "";
  return { status, headers, text, json: isJson ? JSON.parse(text) : null };
}

const problemSchema = v.strictObject({
  type: v.string(),
  title: v.pipe(v.string(), v.nonEmpty()),
  status: v.number(),
  detail: v.pipe(v.string(), v.nonEmpty()),
  code: v.string(),
});

/** The status and code of a problem (RFC 9457). Throws for what is not quite one. */
export function problemOf({ status, headers, json }: Received): readonly [number, string] {
  const problem = v.parse(problemSchema, json);
  expect(headers["content-type"]).toMatch(/^application\/problem\+json/u);
  expect(problem).toMatchObject({ type: `urn:tocsin:problem:${problem.code}`, status });
  return [status, problem.code];
}

function isRaw(body: unknown): body is string | Buffer {
  return typeof body === "string" || Buffer.isBuffer(body);
}
