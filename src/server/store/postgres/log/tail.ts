import type { Head } from "../../../../domain/cursor.ts";
import type { Commit } from "../../store.ts";
import type { Database } from "../connection/database.ts";
import { newsAfter } from "./commits.ts";
import type { Transacted } from "./log.ts";

export interface TailListener {
  /** Told of every commit once and in order, whichever node made it; of those that are not kept any more, that they were. */
  readonly commit: (commit: Commit) => void;
  /** Told that the history has another name, once it has, and where that stands. */
  readonly epoch: (head: Head) => void;
}

/** Hears what is committed, here and by other nodes, from `start` on. */
export function createTail(database: Database, start: Head, listener: TailListener) {
  let heard = start.seq;
  let { epoch } = start;
  let chain = Promise.resolve();
  let looking: Promise<void> | null = null;

  /** One after the other: what is told is told in order. */
  function inTurn(step: () => Promise<void>): Promise<void> {
    const done = chain.then(step);
    chain = done.catch(() => {});
    return done;
  }

  function tell(commit: Commit): void {
    if (commit.to <= heard) return;
    heard = commit.to;
    listener.commit(commit);
  }

  /** That the log stands there, by commits that nobody can be told of one by one. */
  function skipTo(seq: number): void {
    heard = seq;
    listener.commit({ from: seq, to: seq, changes: [] });
  }

  async function catchUp(seq: number): Promise<void> {
    for (;;) {
      const commits = heard < seq ? (await newsAfter(database, heard)).commits : [];
      if (commits.length === 0) return;
      commits.forEach(tell);
    }
  }

  function begin(head: Head): void {
    epoch = head.epoch;
    heard = head.seq;
    listener.epoch(head);
    skipTo(head.seq);
  }

  /** Tells of a commit of this node, and before it of those of other nodes that came before it. */
  function own({ commit, epoch: its }: Transacted<unknown>): Promise<void> {
    return inTurn(async () => {
      if (its !== epoch) return begin({ epoch: its, seq: commit.to });
      if (commit.changes.length === 0) return;
      // What cannot be read now is known from the log: whoever is told of this one sees that some are missing.
      await catchUp(commit.from).catch(() => {});
      tell(commit);
    });
  }

  /** Looks whether other nodes have committed anything; of those who ask before it begins each has the same answer. */
  function look(): Promise<void> {
    looking ??= inTurn(async () => {
      looking = null;
      const { head, commits } = await newsAfter(database, heard);
      if (head.epoch !== epoch) return begin(head);
      commits.forEach(tell);
      await catchUp(head.seq);
      if (heard < head.seq) skipTo(head.seq);
    });
    return looking;
  }

  return { own, look, heard: () => heard, end: () => chain };
}
