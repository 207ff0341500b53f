import type { Alert } from "../../../../domain/alert.ts";
import type { RecordedEvent } from "../../../../domain/event.ts";
import { dueAt, type Unrecorded } from "../../../../domain/unrecorded.ts";
import { createEpisodes } from "../../engine/episodes.ts";
import type { Ledger } from "../../engine/recorder.ts";
import type { Outcome } from "../models/outcome.ts";
import { createWorkingSet } from "./working-set.ts";

interface Lease {
  readonly expiresAt: string;
  readonly renewedAt: string;
}

interface Heard {
  readonly dueAt: string;
  readonly heard: Unrecorded;
}

/** What some commands are to change, gathered to be written in a few statements (flush.ts). */
export function createPending() {
  const set = createWorkingSet();
  const events: RecordedEvent[] = [];
  const forgotten: Pick<RecordedEvent, "seq" | "alertId">[] = [];
  const touched = new Map<number, Alert | null>();
  /** By alert; null where there is to be none. */
  const leases = new Map<number, Lease | null>();
  const unrecorded = new Map<number, Heard | null>();

  const ledger: Ledger = {
    load: createEpisodes(set.find),
    insertEvent: (event) => void events.push(event),
    project({ before, after }, memory) {
      const id = (after ?? before)?.id ?? 0;
      if (!touched.has(id)) touched.set(id, before);
      if (after === null) set.remove(id);
      else set.save(after, memory);
    },
    forget({ alertId, seq }) {
      forgotten.push({ alertId, seq });
      leases.set(alertId, null);
      unrecorded.set(alertId, null);
    },
    unrecorded: {
      replace(alert, memory, rest) {
        if (rest !== null) {
          unrecorded.set(alert.id, { dueAt: dueAt(alert, memory, rest), heard: rest });
        } else if (memory.unrecorded !== null) unrecorded.set(alert.id, null);
        set.save(alert, { ...memory, unrecorded: rest });
      },
    },
    leases: {
      renew: (alertId, expiresAt, renewedAt) => void leases.set(alertId, { expiresAt, renewedAt }),
      end: (alertId) => void leases.set(alertId, null),
    },
  };

  function outcomes(): Outcome[] {
    return [...touched].map(([id, before]) => ({ id, before, after: set.find.byId(id) ?? null }));
  }

  /** Without those of an alert from before it was forgotten. */
  function eventsLeft(): RecordedEvent[] {
    const ends = new Map(forgotten.map(({ alertId, seq }) => [alertId, seq]));
    return events.filter(({ alertId, seq }) => seq >= (ends.get(alertId) ?? 0));
  }

  return { set, ledger, outcomes, eventsLeft, forgotten, leases, unrecorded };
}

export type Pending = ReturnType<typeof createPending>;
