/** Seconds of the model's time. Each instance has a clock of its own, so far from it. */
export type Seconds = number;

/** How the model's Prometheus and Alertmanager are configured. */
export const SECONDS = {
  tick: 15,
  resend: 60,
  /** Four times the interval in which it is sent again, as Prometheus has it. */
  lease: 240,
  /** For so long Prometheus says of an alert that it is over. */
  afterglow: 900,
  groupInterval: 30,
  repeatInterval: 600,
} as const;

/** What Prometheus says of one trouble: firing until `endsAt`, unless it says so again. */
export interface Push {
  readonly trouble: number;
  readonly startsAt: Seconds;
  readonly endsAt: Seconds;
}

/** An alert of a notification. */
export interface Told extends Push {
  readonly status: "firing" | "resolved";
}

/** Evaluates what troubles there are, by its own clock, and forgets all of it when it restarts. */
export class Prometheus {
  readonly #offset: Seconds;
  readonly #phase: Seconds;
  readonly #active = new Map<number, Seconds>();
  readonly #over = new Map<number, Push>();
  #downUntil: Seconds = 0;

  constructor(offset: Seconds, phase: Seconds) {
    this.#offset = offset;
    this.#phase = phase;
  }

  restart(now: Seconds, downFor: Seconds): void {
    this.#active.clear();
    this.#over.clear();
    this.#downUntil = now + downFor;
  }

  /** What it sends at this time: at once what has changed, and all of it once a minute. */
  tick(now: Seconds, troubles: ReadonlySet<number>): Push[] {
    if (now < this.#downUntil) return [];
    const local = now + this.#offset;
    const changed = this.#evaluate(local, troubles);
    const isDue = now % SECONDS.resend === this.#phase;
    return [...this.#firing(local), ...this.#over.values()].filter(
      ({ trouble }) => isDue || changed.has(trouble),
    );
  }

  #evaluate(local: Seconds, troubles: ReadonlySet<number>): Set<number> {
    const changed = new Set<number>();
    for (const trouble of troubles) {
      if (this.#active.has(trouble)) continue;
      this.#active.set(trouble, local);
      this.#over.delete(trouble);
      changed.add(trouble);
    }
    for (const [trouble, startsAt] of this.#active) {
      if (troubles.has(trouble)) continue;
      this.#active.delete(trouble);
      this.#over.set(trouble, { trouble, startsAt, endsAt: local });
      changed.add(trouble);
    }
    for (const { trouble, endsAt } of this.#over.values()) {
      if (local - endsAt > SECONDS.afterglow) this.#over.delete(trouble);
    }
    return changed;
  }

  #firing(local: Seconds): Push[] {
    return [...this.#active].map(([trouble, startsAt]) => ({
      trouble,
      startsAt,
      endsAt: local + SECONDS.lease,
    }));
  }
}

/** What was notified last of a group. */
interface Notified {
  readonly firing: ReadonlySet<number>;
  readonly resolved: ReadonlySet<number>;
  readonly at: Seconds;
}

/** Of each group, what was notified last. Those who gossip share one. */
export type NotificationLog = Map<number, Notified>;

/** Troubles in pairs, so that the end of one is told with the other that goes on. */
const groupOf = (trouble: number) => Math.floor(trouble / 2);

/** Merges what is pushed, and notifies group by group of what has changed since the last time. */
export class Alertmanager {
  readonly #offset: Seconds;
  readonly #phase: Seconds;
  readonly #log: NotificationLog;
  readonly #alerts = new Map<number, Push>();
  #downUntil: Seconds = 0;

  constructor(offset: Seconds, phase: Seconds, log: NotificationLog) {
    this.#offset = offset;
    this.#phase = phase;
    this.#log = log;
  }

  /** The log of notifications is on its disk; the alerts are not. */
  restart(now: Seconds, downFor: Seconds): void {
    this.#alerts.clear();
    this.#downUntil = now + downFor;
  }

  receive(now: Seconds, pushes: readonly Push[]): void {
    if (now < this.#downUntil) return;
    for (const push of pushes) {
      const known = this.#alerts.get(push.trouble);
      this.#alerts.set(push.trouble, known === undefined ? push : this.#merge(now, known, push));
    }
  }

  /** Of two that overlap, the earlier start; of two that fire, or are over, the later end. */
  #merge(now: Seconds, known: Push, push: Push): Push {
    const overlaps = push.startsAt < known.endsAt && known.startsAt < push.endsAt;
    if (!overlaps) return push;
    const isSame = this.#isFiring(now, known) === this.#isFiring(now, push);
    return {
      trouble: push.trouble,
      startsAt: Math.min(known.startsAt, push.startsAt),
      endsAt: isSame ? Math.max(known.endsAt, push.endsAt) : push.endsAt,
    };
  }

  #isFiring(now: Seconds, { endsAt }: Push): boolean {
    return endsAt > now + this.#offset;
  }

  /** The notifications of this time. `deliver` says whether they arrived; what did not is tried again. */
  tick(now: Seconds, deliver: (notification: Told[]) => boolean): void {
    if (now < this.#downUntil || now % SECONDS.groupInterval !== this.#phase) return;
    const groups = Map.groupBy(this.#alerts.values(), ({ trouble }) => groupOf(trouble));
    for (const [group, pushes] of groups) this.#flush(now, group, pushes, deliver);
  }

  #flush(
    now: Seconds,
    group: number,
    pushes: readonly Push[],
    deliver: (notification: Told[]) => boolean,
  ): void {
    const told = pushes.map((push): Told => ({
      ...push,
      status: this.#isFiring(now, push) ? "firing" : "resolved",
    }));
    const current = {
      firing: troublesOf(told, "firing"),
      resolved: troublesOf(told, "resolved"),
      at: now,
    };
    if (isNews(current, this.#log.get(group))) {
      if (!deliver(told)) return;
      this.#log.set(group, current);
    }
    for (const trouble of current.resolved) this.#alerts.delete(trouble);
  }
}

function troublesOf(told: readonly Told[], status: Told["status"]): ReadonlySet<number> {
  return new Set(told.filter((one) => one.status === status).map(({ trouble }) => trouble));
}

function isNews(current: Notified, last: Notified | undefined): boolean {
  if (last === undefined) return current.firing.size > 0;
  if (!current.firing.isSubsetOf(last.firing)) return true;
  if (current.firing.size === 0) return last.firing.size > 0;
  return (
    !current.resolved.isSubsetOf(last.resolved) || current.at - last.at >= SECONDS.repeatInterval
  );
}
