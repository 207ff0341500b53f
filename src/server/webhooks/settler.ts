import type { Settlement } from "../store/webhooks.ts";
import type { After } from "./schedule.ts";

/** Attempts that have ended, in the order in which they did. There are no more of them than requests under way. */
export interface Gathering<One> {
  /** Being written. */
  readonly written: readonly One[];
  /** For the next write. */
  readonly gathered: readonly One[];
}

/** What happens to them: an attempt ends, or a write does. */
export type Gathered<One> =
  | { readonly type: "ended"; readonly one: One }
  | { readonly type: "written" };

/** One write at a time: whoever ends while none is under way is written at once, and the others go together. */
export function gather<One>(
  { written, gathered }: Gathering<One>,
  happening: Gathered<One>,
): Gathering<One> {
  switch (happening.type) {
    case "ended":
      return written.length === 0
        ? { written: [happening.one], gathered }
        : { written, gathered: [...gathered, happening.one] };
    case "written":
      return { written: gathered, gathered: [] };
    default:
      return happening satisfies never;
  }
}

/** Null where the store cannot write until the end. */
export type WriteSettlements = (
  settlements: readonly Settlement[],
) => Promise<readonly (After | null)[] | null>;

interface Waiting {
  readonly settlement: Settlement;
  readonly resolve: (after: After | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Settles many attempts in one write, so that whoever posts alerts waits for few of them. */
export function createSettler(write: WriteSettlements) {
  let gathering: Gathering<Waiting> = { written: [], gathered: [] };

  /** Null where its webhook is gone, or it could not be kept until the end. */
  function settle(settlement: Settlement): Promise<After | null> {
    return new Promise((resolve, reject) => {
      const isIdle = gathering.written.length === 0;
      gathering = gather(gathering, { type: "ended", one: { settlement, resolve, reject } });
      if (isIdle) void work();
    });
  }

  async function work(): Promise<void> {
    while (gathering.written.length > 0) {
      await keep(gathering.written);
      gathering = gather(gathering, { type: "written" });
    }
  }

  /** A fault that is one attempt's own must not have those sent again that went with it. */
  async function keep(group: readonly Waiting[]): Promise<void> {
    try {
      const afters = await write(group.map(({ settlement }) => settlement));
      group.forEach(({ resolve }, index) => resolve(afters?.[index] ?? null));
    } catch (error) {
      if (group.length > 1) for (const one of group) await keep([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  return { settle };
}
