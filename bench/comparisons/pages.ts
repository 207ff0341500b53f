import { type Aim, atLeast, atMost, type Bench, type Comparison, type Scale } from "../bench.ts";
import { historyOf } from "../load/history.ts";
import { get } from "../load/http-load.ts";
import { EVERYTHING, FILTERS, type Place, placesAt } from "../load/places.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { type Server, startPeer, startTocsin } from "../peers/server.ts";

const ABOUT = `Pages of 50 alerts over HTTP, at the newest alert, a quarter, a half and the whole of the way down
a long history, with and without a filter; four connections ask for twenty neighbouring pages in turn.

- **limit**: a bare node:http program that knows these pages only, with one prepared statement on
  the same index and better-sqlite3, as Tocsin has it. It checks no parameter and reads no head.
- **offset**: the same program with LIMIT and OFFSET, as most programs page.

All three send the same bytes, which is checked before the clock starts, from the same file, each
from a process of its own. The limit
reads on the thread that sends; Tocsin reads filtered pages in processes of their own, so that a search
that takes long does not hold up the feed, and pays for the way there and back.`;

const SIZES = {
  full: { alerts: 2_000_000, rounds: 5, seconds: 2 },
  small: { alerts: 5_000, rounds: 1, seconds: 1 },
};
const DEPTHS = [0, 25, 50, 100];
const CONNECTIONS = 4;
/** Pages beside each other that are asked for at one depth. */
const NEIGHBOURS = 20;

export const pages: Bench = { name: "pages", about: ABOUT, run };

async function run(scale: Scale) {
  const { alerts, rounds, seconds } = SIZES[scale];
  const load = { connections: CONNECTIONS, seconds };
  const file = historyOf(alerts);
  await using tocsin = await startTocsin(file);
  await using limit = await startPeer("peers/pages-limit.ts", file);
  await using paging = await startPeer("peers/pages-limit.ts", file);
  const comparisons: Comparison[] = [];
  const aims: Aim[] = [];
  for (const filter of FILTERS) {
    const name = filter === EVERYTHING ? "everything" : filter.query;
    const here: Comparison[] = [];
    for (const depth of DEPTHS) {
      const places = placesAt(file, filter, depth / 100, NEIGHBOURS);
      await checkSame(places, tocsin, limit);
      const byCursor = places.map(({ keyset }) => keyset);
      const byOffset = places.map(({ offset }) => offset);
      const comparison = await compare(`${name}, ${depth} % deep`, rounds, {
        Tocsin: () => get(tocsin, byCursor, load),
        limit: () => get(limit, byCursor, load),
        offset: async () => {
          const sample = await get(paging, byOffset, load);
          await atRest(paging);
          return sample;
        },
      });
      here.push(comparison);
    }
    comparisons.push(...here);
    aims.push(...aimsOf(name, here));
  }
  return { comparisons, aims };
}

function aimsOf(name: string, atDepths: readonly Comparison[]): Aim[] {
  const rates = atDepths.map((one) => medianOf(one, "Tocsin", "requests/s"));
  const ofLimit = atDepths.map(
    (one) => medianOf(one, "Tocsin", "requests/s") / medianOf(one, "limit", "requests/s"),
  );
  return [
    atMost(`${name}: newest page over slowest depth`, (rates[0] ?? 0) / Math.min(...rates), 1.2),
    atLeast(`${name}: part of the limit's requests/s, worst depth`, Math.min(...ofLimit), 0.6),
  ];
}

/** The first and the last of the places: to go there by offset takes seconds. */
async function checkSame(places: readonly Place[], tocsin: Server, bare: Server): Promise<void> {
  for (const { keyset, offset } of [places.at(0), places.at(-1)].filter((place) => place != null)) {
    const wanted = await bodyOf(tocsin.url + keyset);
    for (const url of [bare.url + keyset, bare.url + offset]) {
      if ((await bodyOf(url)) !== wanted) throw new Error(`${url} sends other bytes than Tocsin`);
    }
  }
}

/** What was under way when the time was up is still worked off, and must not slow the next. */
async function atRest({ url }: Server): Promise<void> {
  await bodyOf(`${url}/api/alerts?limit=50`);
}

async function bodyOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.text();
}
