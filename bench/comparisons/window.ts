import {
  atMost,
  type Bench,
  type Comparison,
  type Contender,
  type Sample,
  type Scale,
} from "../bench.ts";
import { withPage } from "../browser/chromium.ts";
import { historyOf } from "../load/history.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { setStage, type Stage } from "../browser/stage.ts";
import {
  burst,
  FAST,
  jump,
  lookForBlanks,
  read,
  scrollAll,
  scrollSome,
  THROWN,
  type Trial,
  walkUp,
} from "../browser/window-work.ts";

const LATENCY = 50;
const SCALES = {
  full: { rows: 20_000, rounds: 3, far: 100_000, distance: 24_000, seconds: 10, jumps: 5 },
  small: { rows: 600, rounds: 1, far: 20_000, distance: 6000, seconds: 2, jumps: 2 },
} as const;
const NARROW = { width: 640, height: 700 };
const CONTENDERS = {
  Tocsin: "/",
  virtua: "/peers/?list=virtua",
  "TanStack Virtual": "/peers/?list=tanstack",
  "plain list": "/peers/?list=plain",
} as const;
const VIRTUALISERS = ["virtua", "TanStack Virtual"];
const PEERS = [...VIRTUALISERS, "plain list"];

export const feedWindow: Bench = {
  name: "window",
  about:
    "The list itself, beside two virtualisers and a list that only grows. All four show the same " +
    "rows with Tocsin's own row component and styles in Tocsin's page, read them from Tocsin's API " +
    `in pages of 50 that take ${LATENCY} ms, ask for the next page at the same distance from the ` +
    "end, and hear of arrivals over Tocsin's socket. virtua and TanStack Virtual are set up as " +
    "their documentation says for rows of unknown height in a list that grows at both ends; what " +
    "keeps the place of the plain list is the browser's scroll anchoring. Main-thread time is CPU " +
    "time. Tocsin's page does more than theirs: it keeps the day headings, holds arrivals back, " +
    "announces them, keeps the focus and takes changes.",
  run: async (scale) => {
    const { rows } = SCALES[scale];
    await using stage = await setStage(historyOf(rows), LATENCY);
    const comparisons: Comparison[] = [];
    for (const work of worksOf(scale)) comparisons.push(await contest(stage, scale, work));
    return { comparisons, aims: aimsOf(comparisons) };
  },
};

interface Work {
  readonly words: string;
  readonly viewport?: typeof NARROW;
  /** Rounds that do not count: none where the work, which takes minutes, warms up by itself. */
  readonly warming?: number;
  readonly work: (trial: Trial) => Promise<Sample>;
}

function worksOf(scale: Scale): readonly Work[] {
  const { rows, far, distance, seconds, jumps } = SCALES[scale];
  return [
    { words: `${rows} rows down and up`, work: scrollAll, warming: 0 },
    {
      words: `${far} px down and up as a hand turns, ${FAST} px/s`,
      work: (trial) => scrollSome(trial, far, FAST),
    },
    ...[FAST, THROWN].map((speed) => ({
      words: `at ${speed} px/s down and up`,
      viewport: NARROW,
      work: (trial: Trial) => lookForBlanks(trial, distance, speed),
    })),
    { words: "reading while 50 alerts/s arrive", work: (trial) => read(trial, seconds) },
    { words: "up while pages come in above", work: (trial) => walkUp(trial, distance) },
    { words: "jumps to both ends", work: (trial) => jump(trial, jumps) },
    { words: "500 alerts in a second at the head", work: burst },
  ];
}

function contest(stage: Stage, scale: Scale, { words, viewport, warming, work }: Work) {
  const contend =
    (path: string): Contender =>
    () =>
      withPage(
        stage.url,
        async (page) => work({ page, path, tocsin: stage.tocsin, ...(await endsOf(stage.tocsin)) }),
        viewport,
      );
  const contenders = Object.entries(CONTENDERS).map(
    ([name, path]) => [name, contend(path)] as const,
  );
  return compare(words, SCALES[scale].rounds, Object.fromEntries(contenders), warming);
}

async function endsOf(tocsin: string): Promise<{ newest: number; oldest: number }> {
  const [newest, oldest] = await Promise.all([
    idsOf(`${tocsin}/api/alerts?limit=1`),
    idsOf(`${tocsin}/api/alerts?around=1`),
  ]);
  return { newest: newest[0] ?? 0, oldest: oldest.at(-1) ?? 0 };
}

async function idsOf(url: string): Promise<number[]> {
  const { alerts } = (await (await fetch(url)).json()) as { alerts: { id: number }[] };
  return alerts.map(({ id }) => id);
}

function aimsOf([all, turned, fast, thrown, reading, up, , heads]: readonly Comparison[]) {
  if (!all || !turned || !fast || !thrown || !reading || !up || !heads) return [];
  // To three digits, as the tables have it: two frames of the same screen differ in the eighth.
  const reached = (comparison: Comparison, name: string, figure: string) =>
    Number(medianOf(comparison, name, figure).toPrecision(3));
  const asGood = (comparison: Comparison, figure: string, peers = PEERS, times = 1) =>
    atMost(
      `${comparison.work}: ${figure}`,
      reached(comparison, "Tocsin", figure),
      times * Math.min(...peers.map((peer) => reached(comparison, peer, figure))),
    );
  return [
    asGood(all, "main thread, ms per 1,000 rows", VIRTUALISERS),
    asGood(turned, "main thread, ms per 1,000 rows", VIRTUALISERS),
    asGood(fast, "blank, % of frames"),
    asGood(thrown, "blank, % of frames"),
    asGood(reading, "drift of the row at the eye, px"),
    asGood(up, "moved more or less than the wheel, px"),
    asGood(heads, "longest frame, ms"),
    // More than the list: headings, arrivals that are told, a title that counts.
    asGood(heads, "main thread, ms", VIRTUALISERS, 1.2),
    atMost("most rows", medianOf(all, "Tocsin", "most rows"), 200),
    atMost("heap grown by, MB", medianOf(all, "Tocsin", "heap grown by, MB"), 1),
  ];
}
