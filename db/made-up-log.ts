import { type Happening, history } from "../src/generator/history.ts";
import { type Actor, OPERATOR, sourceActor } from "../src/domain/actor.ts";
import type { Alert } from "../src/domain/alert.ts";
import { type Command, decide } from "../src/domain/command.ts";
import { evolve, type RecordedEvent } from "../src/domain/event.ts";

const DAY = 86_400_000;
/** Alerts that are made up at once. */
const STEP = 500;

export interface SeedOptions {
  readonly alerts: number;
  readonly days: number;
  readonly seed: number;
  /** The end of the history (ms since 1970). */
  readonly now: number;
}

/** A piece of a log, and how many alerts are made up with it. */
interface MadeUp {
  readonly events: readonly RecordedEvent[];
  readonly alerts: number;
}

/**
 * The log of a made-up history, from its first event on: the same decisions write it as any other. In a database that was
 * empty, the n-th episode is alert n.
 */
export function* madeUpLog({ alerts, days, seed, now }: SeedOptions): Generator<MadeUp, void> {
  const going = new Map<number, Alert>();
  let events: RecordedEvent[] = [];
  let seq = 0;
  let last = 0;
  for (const happening of history({ seed, alerts, from: now - days * DAY, to: now })) {
    const { episode } = happening;
    // What is over changes no more, unless it is deleted at once.
    if (episode !== last && going.get(last)?.status === "resolved") going.delete(last);
    for (const event of eventsOf(happening, going.get(episode) ?? null, seq)) {
      events.push(event);
      const alert = evolve(going.get(episode) ?? null, event);
      if (alert !== null) going.set(episode, alert);
      seq = event.seq;
    }
    if (episode !== last && episode % STEP === 0) {
      yield { events, alerts: episode };
      events = [];
    }
    last = episode;
  }
  yield { events, alerts };
}

function eventsOf(happening: Happening, alert: Alert | null, seq: number): RecordedEvent[] {
  const recordedAt = new Date(happening.at).toISOString();
  const [command, actor] = commandOf(happening);
  const decision = decide(alert, command, recordedAt);
  if (!decision.ok) throw new Error(decision.problem.detail);
  return decision.value.map((event, index) => ({
    ...event,
    seq: seq + index + 1,
    alertId: happening.episode,
    recordedAt,
    actor,
  }));
}

function commandOf(happening: Happening): [command: Command, actor: Actor] {
  return happening.type === "Report"
    ? [{ type: "Report", report: happening.report }, sourceActor(happening.report.source)]
    : [{ type: happening.type, id: happening.episode }, OPERATOR];
}
