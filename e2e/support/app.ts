import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "@playwright/test";
import * as v from "valibot";
import { type Alert, alertSchema } from "../../src/domain/alert.ts";
import type { Page } from "../../src/protocol/page.ts";
import { readPage } from "../convergence/read-page.ts";
import { endOn, hostOf } from "./host.ts";
import { emptySchema, POSTGRES, type Schema } from "./postgres.ts";

/** An alert as a source posts it. */
export interface NewAlert {
  title: string;
  severity?: string;
  source?: string;
  fingerprint?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  description?: string;
  url?: string;
  startedAt?: string;
  status?: string;
  resolvedAt?: string;
}

const posted = v.object({
  results: v.array(
    v.object({
      index: v.number(),
      outcome: v.picklist(["opened", "updated", "repeated", "resolved", "unchanged", "rejected"]),
      id: v.optional(v.number()),
      code: v.optional(v.string()),
      detail: v.optional(v.string()),
    }),
  ),
});
type Posted = v.InferOutput<typeof posted>["results"];

/** Time (ms) in which it says where it listens: to end what hangs, not to measure. */
const START_LIMIT = 100_000;

/** The built app with a database of its own and a free port, in a process of its own or on a host. */
export class App {
  readonly #isHosted: boolean;
  readonly #directory: string;
  /** Null where it keeps everything in a file. */
  readonly #schema: Schema | null;
  #process: ChildProcess | null = null;
  #log = "";
  /** Where it listens; the same after a restart. */
  url = "";

  private constructor(isHosted: boolean, directory: string, schema: Schema | null) {
    this.#isHosted = isHosted;
    this.#directory = directory;
    this.#schema = schema;
  }

  /** In a process of its own. The folder goes with it in the end, and so does what it has in PostgreSQL. */
  static start(directory?: string, environment?: NodeJS.ProcessEnv): Promise<App> {
    return App.#begin(false, directory, environment);
  }

  /**
   * The same in a process that serves others before and after it: for tests to which it does not matter what the
   * process is, has taken and hears.
   */
  static host(directory?: string, environment?: NodeJS.ProcessEnv): Promise<App> {
    return App.#begin(true, directory, environment);
  }

  static async #begin(
    isHosted: boolean,
    directory?: string,
    environment?: NodeJS.ProcessEnv,
  ): Promise<App> {
    const isGiven = environment?.["DATABASE_URL"] !== undefined;
    const isOnPostgres = test.info().project.name === POSTGRES;
    const schema = isOnPostgres && !isGiven ? await emptySchema() : null;
    const place = directory ?? (await mkdtemp(join(tmpdir(), "tocsin-e2e-")));
    const app = new App(isHosted, place, schema);
    await app.start(environment);
    return app;
  }

  /** Starts it again after {@link stop} or {@link kill}: same port, same database. */
  async start(environment: NodeJS.ProcessEnv = {}): Promise<void> {
    const whole = {
      ...process.env,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: this.url ? new URL(this.url).port : "0",
      DATABASE_URL: this.#schema?.url ?? `file:${this.database}`,
      ...environment,
    };
    const child = this.#isHosted ? hostOf(whole) : spawnApp(whole);
    this.#process = child;
    this.url = await new Promise<string>((resolve, reject) => {
      const giveUp = setTimeout(() => fail("said no URL in time"), START_LIMIT);
      const end = (code: number | null, signal: NodeJS.Signals | null) =>
        fail(`ended with ${code ?? signal}`);
      const stopWaiting = () => {
        clearTimeout(giveUp);
        child.off("exit", end);
      };
      const fail = (why: string) => {
        stopWaiting();
        reject(new Error(`The app ${why}:\n${this.#log}`));
      };
      const hear = (chunk: Buffer) => {
        this.#log += chunk.toString();
        const [url] = /http:\/\/[\w.[\]:-]+:\d+/u.exec(this.#log.slice(mark)) ?? [];
        if (!url) return;
        stopWaiting();
        resolve(url);
      };
      const mark = this.#log.length;
      child.stdout?.on("data", hear);
      child.stderr?.on("data", hear);
      child.once("exit", end);
    });
  }

  /** The file in which it keeps everything. */
  get database(): string {
    return join(this.#directory, "tocsin.db");
  }

  /** Of the process that it runs in now. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Everything that it has said so far. */
  get log(): string {
    return this.#log;
  }

  /** Asks it to end, waits until it has and gives its exit code. */
  async stop(): Promise<number | null> {
    const host = this.#process;
    if (!this.#isHosted || host === null || !isRunning(host)) return this.#end("SIGTERM");
    this.#process = null;
    await endOn(host);
    return 0;
  }

  /** Ends it as a power cut would, and with it its process, whoever would have been served there next. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Sends a signal to its own process and waits for nothing. */
  signal(signal: NodeJS.Signals): void {
    if (this.#isHosted) throw new Error("A host is no app: it does other things at a signal.");
    this.#process?.kill(signal);
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    if (child !== null && isRunning(child)) {
      const ended = once(child, "exit");
      child.kill(signal);
      await ended;
    }
    return child?.exitCode ?? null;
  }

  /** Lets a test use it, and ends it. A test that fails, also by that end, has its log. */
  async lend(use: (app: this) => Promise<void>): Promise<void> {
    const info = test.info();
    let isWell = false;
    try {
      try {
        await use(this);
      } finally {
        await this.dispose();
      }
      isWell = info.status === info.expectedStatus;
    } finally {
      if (!isWell) await this.attachLog();
    }
  }

  /** Leaves what it has said so far with the test that runs. */
  async attachLog(): Promise<void> {
    await test.info().attach("log of the app", { body: this.#log, contentType: "text/plain" });
  }

  /** Ends it and removes its database. */
  async dispose(): Promise<void> {
    try {
      await (this.#isHosted ? this.stop() : this.kill());
    } finally {
      await rm(this.#directory, { recursive: true, force: true });
      await this.#schema?.drop();
    }
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(new URL(path, this.url), init);
  }

  /** Sends JSON, as a script would: without an Origin. */
  send(path: string, body: unknown, method = "POST"): Promise<Response> {
    return this.fetch(path, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  /** Posts alerts, however many, and gives each one's result in order. */
  async post(alerts: readonly NewAlert[]): Promise<Posted> {
    const results: Posted = [];
    for (let from = 0; from < alerts.length; from += 1000) {
      const answer = await this.send("/api/alerts", alerts.slice(from, from + 1000));
      if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
      results.push(...v.parse(posted, await answer.json()).results);
    }
    return results;
  }

  /** Posts alerts that each open an episode, and gives their ids in order. */
  async open(alerts: readonly NewAlert[]): Promise<number[]> {
    return (await this.post(alerts)).map(({ id, outcome }) => {
      if (id === undefined || outcome !== "opened") throw new Error(`not opened but ${outcome}`);
      return id;
    });
  }

  /** Does something to an alert, as an operator's script would. */
  async act(id: number, action: string, body: unknown = {}): Promise<Alert> {
    const answer = await this.send(`/api/alerts/${id}/${action}`, body);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
    return v.parse(alertSchema, await answer.json());
  }

  /** The types of what has happened to an alert, oldest first. */
  async historyOf(id: number): Promise<string[]> {
    const answer = await this.fetch(`/api/alerts/${id}/events`);
    const { events } = (await answer.json()) as { events: { type: string }[] };
    return events.map(({ type }) => type);
  }

  /** When an alert was received, as a query string says it. */
  async receivedAt(id: number): Promise<string> {
    const { alerts } = await this.page(`around=${id}&limit=1`);
    return encodeURIComponent(alerts[0]?.receivedAt ?? "");
  }

  page(query = ""): Promise<Page> {
    return readPage(`${this.url}/api/alerts?${query}`);
  }

  /** The ids of the whole feed, newest first, page after page. */
  async allIds(query = ""): Promise<number[]> {
    const ids: number[] = [];
    let older: string | null = "";
    while (older !== null) {
      const next: Page = await this.page(`limit=200&${query}${older && `&before=${older}`}`);
      ids.push(...next.alerts.map(({ id }) => id));
      older = next.older;
    }
    return ids;
  }
}

function spawnApp(env: NodeJS.ProcessEnv): ChildProcess {
  const stdio: StdioOptions = ["ignore", "pipe", "pipe"];
  return spawn(process.execPath, ["dist/server/main.js"], { env, stdio });
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** So many alerts, numbered in their titles, with long and short ones among them. */
export function someAlerts(count: number, fields: Partial<NewAlert> = {}): NewAlert[] {
  const severities = ["critical", "error", "warning", "info"];
  return Array.from({ length: count }, (_, index) => ({
    title: `Alert ${index + 1}${index % 7 === 3 ? " with a title that wraps".repeat(8) : ""}`,
    severity: severities[index % 4] ?? "info",
    labels: { host: `web-${index % 5}`, env: index % 3 ? "prod" : "test" },
    ...fields,
  }));
}
