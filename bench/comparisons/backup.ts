import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, rmSync, statSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { atLeast, atMost, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { historyOf } from "../load/history.ts";
import { scratch } from "../load/scratch.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { processorTime, residentMemory } from "../report/usage.ts";

const ABOUT = `The log as text: a made-up history is exported by \`npm run export\`'s own program, and imported into a new
database by that of import. Beside it stands \`sqlite3 FILE .dump\`, which writes every table as SQL, and sqlite3
reading that again: it copies what is derived instead of deriving it, looks nothing through, and its rate counts the
events in it all the same. Each is a process of its own; the file is in the system's cache.`;

const SIZES = {
  full: { histories: [1_000_000, 100_000], rounds: 3 },
  small: { histories: [1_000], rounds: 1 },
};
/** How often (ms) it is looked how much memory a program has. */
const LOOK = 100;

export const backup: Bench = { name: "backup", about: ABOUT, run };

async function run(scale: Scale) {
  const { histories, rounds } = SIZES[scale];
  const comparisons: Comparison[] = [];
  for (const alerts of histories) {
    using place = scratch(historyOf(alerts));
    const events = eventsIn(place.file);
    const folder = path.dirname(place.file);
    const [text, dump] = [path.join(folder, "log.jsonl.zst"), path.join(folder, "dump.sql")];
    const from = ["--database", `file:${place.file}`];
    const into = path.join(folder, "new.db");
    const of = `${alerts.toLocaleString("en-GB")} alerts, ${events.toLocaleString("en-GB")} events`;
    comparisons.push(
      await compare(`export of ${of}`, rounds, {
        Tocsin: () => sampleOf(node("export", ...from, "--to", text), events, text),
        "sqlite3 .dump": () =>
          sampleOf(shell(`sqlite3 "$0" .dump > "$1"`, place.file, dump), events, dump),
      }),
      await compare(`import of ${of}`, rounds, {
        Tocsin: () =>
          emptied(into, () =>
            sampleOf(node("import", text, "--database", `file:${into}`), events, into),
          ),
        "sqlite3 < dump": () =>
          emptied(into, () => sampleOf(shell(`sqlite3 "$0" < "$1"`, into, dump), events, into)),
      }),
    );
  }
  return { comparisons, aims: aimsOf(comparisons) };
}

function eventsIn(file: string): number {
  const db = new Database(file, { readonly: true });
  const events = Number(db.prepare("select count(*) from events").pluck().get());
  db.close();
  return events;
}

function node(name: string, ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [`dist/server/${name}.js`, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}

function shell(line: string, ...args: readonly string[]): ChildProcess {
  // Restoring the tables of the search by SQL is said to be unsafe, and goes on.
  return spawn("sh", ["-c", line, ...args], { stdio: "ignore" });
}

async function emptied(file: string, work: () => Promise<Sample>): Promise<Sample> {
  for (const end of ["", "-wal", "-shm", "-lock"]) rmSync(file + end, { force: true });
  return work();
}

/** Waits for a program, and looks meanwhile how much it takes. */
async function sampleOf(child: ChildProcess, events: number, made: string): Promise<Sample> {
  const { pid } = child;
  if (pid === undefined) throw new Error("It could not be started.");
  const begun = performance.now();
  let memory = 0;
  let processor = 0;
  const look = setInterval(() => {
    try {
      memory = Math.max(memory, residentMemory(pid));
      processor = processorTime(pid);
    } catch {
      // It has ended between two looks.
    }
  }, LOOK);
  const [code] = (await once(child, "exit")) as [number | null];
  clearInterval(look);
  if (code !== 0 && child.spawnfile !== "sh") throw new Error(`It ended with ${code}.`);
  const seconds = (performance.now() - begun) / 1000;
  await read(made);
  return {
    "events/s": events / seconds,
    "processor, µs/event": (processor / events) * 1e6,
    "memory, MiB": memory,
    "file, MiB": statSync(made).size / 1_048_576,
  };
}

/** Into the system's cache, where whoever reads it next finds it. */
async function read(file: string): Promise<void> {
  for await (const _ of createReadStream(file));
}

function aimsOf(comparisons: readonly Comparison[]) {
  const [exported, imported] = comparisons;
  if (exported === undefined || imported === undefined) return [];
  const [largest, smallest] = [exported, comparisons.at(-2) ?? exported];
  const memory = (one: Comparison) => medianOf(one, "Tocsin", "memory, MiB");
  return [
    atLeast("export, events/s", medianOf(exported, "Tocsin", "events/s"), 100_000),
    atLeast("import, events/s", medianOf(imported, "Tocsin", "events/s"), 50_000),
    atMost(
      "export: memory with the longest history over the shortest",
      memory(largest) / memory(smallest),
      1.3,
    ),
    atMost(
      "import: memory with the longest history over the shortest",
      memory(imported) / memory(comparisons.at(-1) ?? imported),
      1.3,
    ),
  ];
}
