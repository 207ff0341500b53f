import { atLeast, atMost, type Bench, type Contender, type Sample, type Scale } from "../bench.ts";
import { addAdmin, askAs, signIn } from "../load/admin.ts";
import { keepBackingUp } from "../load/backing-up.ts";
import { alertBodies } from "../load/bodies.ts";
import { held } from "../load/held.ts";
import { historyOf } from "../load/history.ts";
import { get, type Load, post } from "../load/http-load.ts";
import { scratch } from "../load/scratch.ts";
import { type Server, startTocsin } from "../peers/server.ts";
import { comparisonOf, meanOf, type Round, takeRounds } from "../report/rounds.ts";

const ABOUT = `What a backup costs those who post and read meanwhile. Two servers with the same history take turns, one of
which makes one backup after the other, each of which is copied, looked through and compressed, and may go on over many turns:
between its turns that server stands still with all that it runs, so that it takes nothing from the other. A third one without stands
beside them, to tell how far two differ by themselves. New alerts come from 32 writers as fast as they are answered, and the newest
page is asked for on four connections. What counts is the mean of all turns, since each meets another part of a backup; one at least is to
come to its end.`;

const SIZES = {
  full: { alerts: 100_000, rounds: 12, seconds: 4 },
  small: { alerts: 5_000, rounds: 1, seconds: 1 },
};
const WRITERS = 32;
const BODIES = [1, 10];
const READERS = 4;
const PAGE = "/api/alerts?limit=50";
const [BACKING_UP, ALONE, AGAIN] = ["backing up", "alone", "alone, again"];

export const backupLoad: Bench = { name: "backup-load", about: ABOUT, run };

async function run(scale: Scale) {
  const { alerts, rounds, seconds } = SIZES[scale];
  const file = historyOf(alerts);
  using databases = new DisposableStack();
  const copy = () => databases.use(scratch(file)).file;
  const backedUp = copy();
  addAdmin(backedUp);
  const open = { ANONYMOUS: "operator", BACKUP_KEEP: "1" };
  await using busy = await startTocsin(backedUp, "dist", open);
  await using none = await startTocsin(copy(), "dist", open);
  await using twin = await startTocsin(copy(), "dist", open);
  await using backups = keepBackingUp(askAs(busy, await signIn(busy)));
  using backing = held(busy);

  const turns = (work: string, contend: (server: Server) => Promise<Sample>) =>
    takeRounds(work, rounds, {
      [BACKING_UP]: () => backing.turn(() => contend(busy)),
      [ALONE]: () => contend(none),
      [AGAIN]: () => contend(twin),
    } satisfies Record<string, Contender>);
  const taken = new Map<string, Round[]>();
  for (const each of BODIES) {
    const work = each === 1 ? "1 alert a body" : `${each} alerts a body`;
    const posting = { connections: WRITERS, seconds };
    taken.set(work, await turns(work, (server) => postAlerts(server, each, posting)));
  }
  const reading = { connections: READERS, seconds };
  const pages = await turns("newest page", (server) => get(server, [PAGE], reading));

  return {
    comparisons: [...taken, ["newest page", pages] as const].map(([work, of]) =>
      comparisonOf(work, of),
    ),
    aims: [
      ...[...taken].map(([work, of]) =>
        atLeast(`${work}: backing up, part of alone's`, ratio(of, "alerts/s"), 0.9),
      ),
      atMost("newest page: p99 backing up, times alone's", ratio(pages, "p99, ms"), 2),
      atLeast("backups made in all turns", backups.made(), 1),
    ],
  };
}

async function postAlerts(server: Server, alerts: number, load: Load): Promise<Sample> {
  const bodyOf = alertBodies();
  const figures = await post(server, () => bodyOf(alerts), load);
  return { "alerts/s": figures["requests/s"] * alerts, "p99, ms": figures["p99, ms"] };
}

function ratio(rounds: readonly Round[], figure: string): number {
  return meanOf(rounds, BACKING_UP, figure) / meanOf(rounds, ALONE, figure);
}
