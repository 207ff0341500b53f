/** How a thread has fared since it began (ms): what it had of a processor, and waited for one. */
export interface Fared {
  readonly ran: number;
  readonly waited: number;
}

/** The threads by which the server answers whoever posts, by number. */
export type Threads = ReadonlyMap<number, Fared>;

/** How much of its time whoever sends may work. */
export interface Share {
  /** From LEAST up to 1. */
  readonly part: number;
  /** For how long (ms) it may work at once; below 0, how much it is to make up for. */
  readonly credit: number;
  readonly countedAt: number;
  readonly worked: number;
  readonly judgedAt: number;
  readonly server: Threads;
}

/**
 * A server is busy where one of its threads wants to run for more of the time than that: posts keep it so, while what
 * is sent takes the one that writes for half of the time at most.
 */
export const BUSY = 2 / 3;
/** It lacks a processor where its threads wait for one for more of the time than that, all together. */
export const SPARE = 1 / 20;
/** Of its own time, whoever sends has at least so much: what waits is sent, however long the machine is busy. */
export const LEAST = 1 / 50;
/** How long (ms) the server is watched before its need is judged. */
export const JUDGE_EVERY = 25;
/** So much (ms) is done without a rest after there was little to do: few events go at once, however busy the machine is. */
export const MOST_CREDIT = 10;
/** After so long (ms) at most it is looked again whether there is time. */
export const LONGEST_REST = 250;

/** Where nothing is known yet, all of its time. */
export function newShare(at: number, server: Threads, worked: number): Share {
  return { part: 1, credit: MOST_CREDIT, countedAt: at, worked, judgedAt: at, server };
}

/** After it was looked how the server fares. It is given way to at once, and what it leaves is taken step by step. */
export function judged(share: Share, at: number, server: Threads): Share {
  const time = at - share.judgedAt;
  const since = [...server].map(([id, fared]) => without(fared, share.server.get(id)));
  const isBusy = since.some(({ ran, waited }) => ran + waited > BUSY * time);
  const waited = since.reduce((sum, one) => sum + one.waited, 0);
  const isInNeed = isBusy && waited > SPARE * time;
  const part = isInNeed ? Math.max(LEAST, share.part / 4) : Math.min(1, share.part * 2);
  return { ...share, part, judgedAt: at, server };
}

/** What came after that; of a thread that is new, all. */
function without({ ran, waited }: Fared, before: Fared = { ran: 0, waited: 0 }): Fared {
  return { ran: ran - before.ran, waited: waited - before.waited };
}

/** After it was looked how long (ms) whoever sends has worked since it began. */
export function counted(share: Share, at: number, worked: number): Share {
  const earned = share.part * (at - share.countedAt);
  const credit = Math.min(MOST_CREDIT, share.credit + earned) - (worked - share.worked);
  return { ...share, credit, countedAt: at, worked };
}

/** How long (ms) it is to do nothing; 0 where it may go on. */
export function restOf({ part, credit }: Share): number {
  if (part === 1 || credit >= 0) return 0;
  return Math.min(LONGEST_REST, Math.ceil(-credit / part));
}

export interface ShareParts {
  /** A clock that only goes forwards (ms). */
  readonly now: () => number;
  readonly server: () => Threads;
  /** How long (ms) whoever sends has worked since it began. */
  readonly worked: () => number;
}

/**
 * What is sent costs as much of a processor as what is posted, here and where it is received. So whoever sends gives
 * way while the server is busy and lacks a processor, and has all that it can use of what the server leaves.
 */
export function createShare({ now, server, worked }: ShareParts) {
  let share = newShare(now(), server(), worked());

  /** How long (ms) to do nothing before more is begun; 0 where that may be at once. */
  function rest(): number {
    const at = now();
    if (at - share.judgedAt >= JUDGE_EVERY) share = judged(share, at, server());
    share = counted(share, at, worked());
    return restOf(share);
  }

  return { rest };
}
