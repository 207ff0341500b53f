import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { atMost, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { alertBodies } from "../load/bodies.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { processorTime, residentMemory, residentSets } from "../report/usage.ts";
import { freePort } from "../../e2e/support/free-port.ts";

const ABOUT = `A server with an empty database: how long it takes from the call until it answers, how much memory it
has two seconds later, and how much after it has taken alerts in and been searched.

- **node -e 0**: Node itself, which starts and ends.
- **bare node:http**: a server of one line, which holds nothing.
- **Alertmanager**: Debian's package, where it is installed. It holds its alerts in memory, has no history and
  no search: it is posted the same alerts on its own interface and asked for them as often.

Memory is what is resident, in MiB, of the process, its threads and the processes it runs. Where several
processes have mapped the same part of a file, as Node itself, it is in memory once and counts once. The
sum of their RSS, beside it, counts it for each. For a program of one process both are the same.`;

const SIZES = { full: { rounds: 5, alerts: 50_000 }, small: { rounds: 1, alerts: 1_000 } };
const WRITERS = 8;
const ALERTS_IN_BODY = 100;
const SEARCHES = 60;
/** Time (ms) after which what was needed for the start only has gone. */
const SETTLED = 2_000;

const ALERTMANAGER = ["/usr/bin/prometheus-alertmanager", "/usr/local/bin/alertmanager"].find(
  (place) => existsSync(place),
);

export const start: Bench = { name: "start", about: ABOUT, run };

/** A program that is started anew for each sample. */
interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly url: string;
  /** The path that says 200 once it serves. */
  readonly health: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The path that takes alerts in Tocsin's words or those of Alertmanager, null for none. */
  readonly posts: string | null;
  readonly searches: readonly string[];
}

async function run(scale: Scale) {
  const { rounds, alerts } = SIZES[scale];
  const programs: Readonly<Record<string, () => Promise<Program>>> = {
    Tocsin: tocsin,
    "bare node:http": bare,
    ...(ALERTMANAGER === undefined ? {} : { Alertmanager: () => alertmanager(ALERTMANAGER) }),
  };
  const names = Object.entries(programs);
  const starts = await compare("start", rounds, {
    ...Object.fromEntries(names.map(([name, make]) => [name, async () => startOf(await make())])),
    "node -e 0": nodeItself,
  });
  const after = await compare(
    `${alerts.toLocaleString("en")} alerts and ${SEARCHES} searches`,
    Math.min(rounds, 3),
    Object.fromEntries(
      names
        .filter(([name]) => name !== "bare node:http")
        .map(([name, make]) => [name, async () => workOf(await make(), alerts)]),
    ),
    0,
  );
  return { comparisons: [starts, after], aims: aimsOf(starts, after) };
}

function aimsOf(starts: Comparison, after: Comparison) {
  const begun =
    medianOf(starts, "Tocsin", "start, ms") / medianOf(starts, "node -e 0", "start, ms");
  return [
    atMost("start: times that of node -e 0", begun, 7),
    atMost("start: idle, MiB", medianOf(starts, "Tocsin", "idle, MiB"), 130),
    atMost(`${after.work}: MiB`, medianOf(after, "Tocsin", "after, MiB"), 280),
  ];
}

async function tocsin(): Promise<Program> {
  const port = await freePort();
  return {
    command: process.execPath,
    // As npm start does.
    args: [
      "--max-semi-space-size=8",
      "--heap-growing-percent=100",
      path.resolve("dist/server/main.js"),
    ],
    env: { NODE_ENV: "production", PORT: String(port), LOG_LEVEL: "error" },
    url: `http://127.0.0.1:${port}`,
    health: "/healthz",
    posts: "/api/alerts",
    searches: ["disk", "latency", "node-3", "certificate expires", "zz"].map(
      (words) => `/api/alerts?q=${encodeURIComponent(words)}`,
    ),
  };
}

async function bare(): Promise<Program> {
  const port = await freePort();
  const script = `require("node:http").createServer((_, answer) => answer.end()).listen(${port}, "127.0.0.1")`;
  const url = `http://127.0.0.1:${port}`;
  const args = ["-e", script];
  return { command: process.execPath, args, url, health: "/", posts: null, searches: [] };
}

async function alertmanager(command: string): Promise<Program> {
  const port = await freePort();
  const args = [
    `--config.file=${path.resolve("bench/peers/alertmanager.yml")}`,
    "--storage.path=data",
    `--web.listen-address=127.0.0.1:${port}`,
    "--cluster.listen-address=",
    "--log.level=error",
  ];
  return {
    command,
    args,
    url: `http://127.0.0.1:${port}`,
    health: "/-/healthy",
    posts: "/api/v2/alerts",
    searches: ['severity="critical"', 'team=~".*a.*"'].map(
      (filter) => `/api/v2/alerts?filter=${encodeURIComponent(filter)}`,
    ),
  };
}

async function nodeItself(): Promise<Sample> {
  const begun = performance.now();
  await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  return { "start, ms": performance.now() - begun };
}

async function startOf(program: Program): Promise<Sample> {
  await using running = await launch(program);
  await ask(program.url);
  const pageTime = performance.now() - running.begun;
  await setTimeout(SETTLED);
  return {
    "start, ms": running.startTime,
    "processor, ms": running.startProcessor * 1000,
    "first page, ms": pageTime,
    "idle, MiB": residentMemory(running.pid),
  };
}

async function workOf(program: Program, alerts: number): Promise<Sample> {
  await using running = await launch(program);
  const bodyOf = alertBodies();
  const bodies = Array.from({ length: alerts / ALERTS_IN_BODY }, () =>
    program.posts === "/api/alerts" ? bodyOf(ALERTS_IN_BODY) : inAlertmanagersWords(bodyOf),
  );
  const usedBefore = processorTime(running.pid);
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
        await ask(`${program.url}${program.posts}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
        });
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const used = processorTime(running.pid) - usedBefore;
  for (let search = 0; search < SEARCHES; search++) {
    await ask(`${program.url}${program.searches[search % program.searches.length]}`);
  }
  return {
    "alerts/s": alerts / seconds,
    "processor, µs/alert": (used / alerts) * 1e6,
    "after, MiB": residentMemory(running.pid),
    "after, sum of RSS, MiB": residentSets(running.pid),
  };
}

/** The same alerts with their names as labels, which is all that Alertmanager knows them by. */
function inAlertmanagersWords(bodyOf: (alerts: number) => string): string {
  const alerts = JSON.parse(bodyOf(ALERTS_IN_BODY)) as {
    fingerprint: string;
    title: string;
    description: string;
    severity: string;
    labels: Record<string, string>;
  }[];
  return JSON.stringify(
    alerts.map(({ fingerprint, title, description, severity, labels }) => ({
      labels: { ...labels, alertname: title, severity, fingerprint },
      annotations: { description },
    })),
  );
}

async function ask(url: string, init?: RequestInit): Promise<void> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
}

/** Starts it in a folder of its own, and waits until it answers. */
async function launch({ command, args, env, url, health }: Program) {
  const folder = mkdtempSync(path.join(tmpdir(), "tocsin-bench-"));
  const begun = performance.now();
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  async function end(): Promise<void> {
    if (child.exitCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    await answers(url, health, child);
    const startTime = performance.now() - begun;
    const pid = child.pid ?? 0;
    return {
      pid,
      begun,
      startTime,
      startProcessor: processorTime(pid),
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** To look more often, or by more than a connection, would slow down who starts. */
const LOOK_EVERY = 5;

async function answers(url: string, health: string, child: ChildProcess): Promise<void> {
  const { hostname, port } = new URL(url);
  while (child.exitCode === null) {
    const socket = connect(Number(port), hostname);
    const isThere = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return ask(`${url}${health}`);
    await setTimeout(LOOK_EVERY);
  }
  throw new Error(`${child.spawnargs.join(" ")} ended with ${child.exitCode}`);
}
