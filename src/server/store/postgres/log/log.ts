import type { Epoch } from "../../../../domain/cursor.ts";
import type { Result } from "../../../../domain/problem.ts";
import { type Clock, createRecorder, type Ledger, type Request } from "../../engine/recorder.ts";
import type { Commit, Done } from "../../store.ts";
import type { Transaction } from "../connection/database.ts";
import type { WriteContext } from "../connection/write-context.ts";
import { noteCommit } from "./commits.ts";
import { flush } from "./flush.ts";
import { load } from "./load.ts";
import { createPending, type Pending } from "./pending.ts";
import { lockAndRead } from "./position.ts";

/** What is done with the log, too. */
export interface Writing extends WriteContext {
  /** Appends what the commands of each request lead to, each on what those before it left. */
  readonly append: (requests: readonly Request[]) => Promise<Result<Done>[][]>;
}

/** What became of some work: what it has appended meanwhile, and in which epoch. */
export interface Transacted<T> {
  readonly value: T;
  readonly commit: Commit;
  readonly epoch: Epoch;
}

export type Log = ReturnType<typeof createLog>;

/**
 * The log and the read models that are made from it, for whoever writes one transaction after the other. Other nodes are told
 * by the name of theirs which commits are of this one.
 */
export function createLog(clock: Clock, node: string) {
  let pending = createPending();
  const recorder = createRecorder(
    forwarded(() => pending),
    clock,
  );

  /** Does some work amid a transaction, which `name` stands for in the list of commits. */
  async function within<T>(
    transaction: Transaction,
    name: string,
    work: (writing: Writing) => Promise<T>,
  ): Promise<Transacted<T>> {
    const { position, epoch } = await lockAndRead(transaction);
    recorder.begin(position);

    async function append(requests: readonly Request[]): Promise<Result<Done>[][]> {
      pending = createPending();
      await load(
        transaction,
        requests.flatMap(({ commands }) => commands),
        pending.set,
      );
      const done = requests.map(recorder.append);
      await flush(transaction, pending);
      return done;
    }

    const value = await work({ ...transaction, append, clock });
    const commit = recorder.appended();
    noteCommit(transaction, { name, node }, commit);
    return { value, commit, epoch };
  }

  return { within };
}

/** Keeps in what is pending by then. */
function forwarded(pending: () => Pending): Ledger {
  const ledger = () => pending().ledger;
  return {
    load: (command) => ledger().load(command),
    insertEvent: (event) => ledger().insertEvent(event),
    project: (change, memory) => ledger().project(change, memory),
    forget: (event) => ledger().forget(event),
    unrecorded: { replace: (...args) => ledger().unrecorded.replace(...args) },
    leases: {
      renew: (...args) => ledger().leases.renew(...args),
      end: (id) => ledger().leases.end(id),
    },
  };
}
