import { atLeast, atMost, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { addAdmin, askAs, signIn } from "../load/admin.ts";
import { whileBackingUp } from "../load/backing-up.ts";
import { alertBodies } from "../load/bodies.ts";
import { historyOf } from "../load/history.ts";
import { get, type Load, post } from "../load/http-load.ts";
import { scratch } from "../load/scratch.ts";
import { type Server, startTocsin } from "../peers/server.ts";
import { compare, medianOf } from "../report/rounds.ts";

const ABOUT = `What a backup costs those who post and read meanwhile. One server with a history, which by turns is left alone and
makes one backup after the other, each of which is copied, looked through and compressed; a turn in which none comes to its
end has met a beginning alone, so one at least is an aim. New alerts come from 32 writers as fast as they are answered, and the newest page is asked for on four connections.`;

const SIZES = {
  full: { alerts: 100_000, rounds: 5, seconds: 8 },
  small: { alerts: 5_000, rounds: 1, seconds: 1 },
};
const WRITERS = 32;
const BODIES = [1, 10];
const READERS = 4;
const PAGE = "/api/alerts?limit=50";

export const backupLoad: Bench = { name: "backup-load", about: ABOUT, run };

async function run(scale: Scale) {
  const { alerts, rounds, seconds } = SIZES[scale];
  using database = scratch(historyOf(alerts));
  addAdmin(database.file);
  await using tocsin = await startTocsin(database.file, "dist", {
    ANONYMOUS: "operator",
    BACKUP_KEEP: "1",
  });
  const ask = askAs(tocsin, await signIn(tocsin));
  const posts: Comparison[] = [];
  for (const each of BODIES) {
    const work = () => postAlerts(tocsin, each, { connections: WRITERS, seconds });
    posts.push(
      await compare(each === 1 ? "1 alert a body" : `${each} alerts a body`, rounds, {
        "backing up": () => whileBackingUp(ask, work),
        alone: work,
      }),
    );
  }
  const read = () => get(tocsin, [PAGE], { connections: READERS, seconds });
  const pages = await compare("newest page", rounds, {
    "backing up": () => whileBackingUp(ask, read),
    alone: read,
  });
  return { comparisons: [...posts, pages], aims: aimsOf(posts, pages) };
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
    ...[...posts, pages].map((one) =>
      atLeast(`${one.work}: backups made`, medianOf(one, "backing up", "backups made"), 1),
    ),
  ];
}
