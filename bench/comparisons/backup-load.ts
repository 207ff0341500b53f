import { setTimeout } from "node:timers/promises";
import { atLeast, atMost, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { addAdmin, type Headers, signIn } from "../load/admin.ts";
import { alertBodies } from "../load/bodies.ts";
import { historyOf } from "../load/history.ts";
import { get, type Load, post } from "../load/http-load.ts";
import { scratch } from "../load/scratch.ts";
import { type Server, startTocsin } from "../peers/server.ts";
import { compare, medianOf } from "../report/rounds.ts";

const ABOUT = `What a backup costs those who post and read meanwhile. One server with a history, which by turns is left alone and
makes one backup after the other, so that each part of one is met: it is copied, looked through and compressed. New alerts
come from 32 writers as fast as they are answered, and the newest page is asked for on four connections.`;

const SIZES = {
  full: { alerts: 100_000, rounds: 5, seconds: 8 },
  small: { alerts: 5_000, rounds: 1, seconds: 1 },
};
const WRITERS = 32;
const BODIES = [1, 10];
const READERS = 4;
const PAGE = "/api/alerts?limit=50";
/** How often (ms) it is looked whether a backup has ended. */
const LOOK = 50;

export const backupLoad: Bench = { name: "backup-load", about: ABOUT, run };

async function run(scale: Scale) {
  const { alerts, rounds, seconds } = SIZES[scale];
  using database = scratch(historyOf(alerts));
  addAdmin(database.file);
  await using tocsin = await startTocsin(database.file, "dist", {
    ANONYMOUS: "operator",
    BACKUP_KEEP: "1",
  });
  const admin = createAdmin(tocsin, await signIn(tocsin));
  const posts: Comparison[] = [];
  for (const each of BODIES) {
    const work = () => postAlerts(tocsin, each, { connections: WRITERS, seconds });
    posts.push(
      await compare(each === 1 ? "1 alert a body" : `${each} alerts a body`, rounds, {
        "backing up": () => whileBackingUp(admin, work),
        alone: work,
      }),
    );
  }
  const read = () => get(tocsin, [PAGE], { connections: READERS, seconds });
  const pages = await compare("newest page", rounds, {
    "backing up": () => whileBackingUp(admin, read),
    alone: read,
  });
  return { comparisons: [...posts, pages], aims: aimsOf(posts, pages) };
}

type Admin = ReturnType<typeof createAdmin>;

interface Operation {
  readonly id: number;
  readonly state: string;
}

function createAdmin({ url }: Server, headers: Headers) {
  async function ask(method: string, path: string): Promise<Operation> {
    const answer = await fetch(url + path, { method, headers });
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { operation: Operation }).operation;
  }
  return {
    begin: () => ask("POST", "/api/backups"),
    operation: (id: number) => ask("GET", `/api/operations/${id}`),
    /** Also one that has just ended. */
    cancel: async (id: number) => {
      await fetch(`${url}/api/operations/${id}/cancel`, { method: "POST", headers });
    },
  };
}

async function whileBackingUp(admin: Admin, work: () => Promise<Sample>): Promise<Sample> {
  const over = new AbortController();
  const backups = backUp(admin, over.signal);
  const sample = await work();
  over.abort();
  return { ...sample, "backups made": await backups };
}

/** One after the other until it is over, where the last is broken off. How many were made. */
async function backUp(admin: Admin, over: AbortSignal): Promise<number> {
  for (let made = 0; ; made += 1) {
    const { id } = await admin.begin();
    for (let isCancelled = false; ; await setTimeout(LOOK)) {
      const { state } = await admin.operation(id);
      if (state === "done") break;
      if (state === "cancelled") return made;
      if (state === "failed") throw new Error("A backup failed.");
      if (!over.aborted || isCancelled) continue;
      isCancelled = true;
      await admin.cancel(id);
    }
    if (over.aborted) return made + 1;
  }
}

async function postAlerts(server: Server, alerts: number, load: Load): Promise<Sample> {
  const bodyOf = alertBodies();
  const figures = await post(server, () => bodyOf(alerts), load);
  return { "alerts/s": figures["requests/s"] * alerts, "p99, ms": figures["p99, ms"] };
}

function aimsOf(posts: readonly Comparison[], pages: Comparison) {
  const ratio = (one: Comparison, figure: string) =>
    medianOf(one, "backing up", figure) / medianOf(one, "alone", figure);
  return [
    ...posts.map((one) =>
      atLeast(`${one.work}: backing up, part of alone's`, ratio(one, "alerts/s"), 0.9),
    ),
    atMost("newest page: p99 backing up, times alone's", ratio(pages, "p99, ms"), 2),
  ];
}
