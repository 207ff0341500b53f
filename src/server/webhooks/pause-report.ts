import { type Actor, OPERATOR } from "../../domain/actor.ts";
import type { Alert, Time } from "../../domain/alert.ts";
import type { Report } from "../../domain/command.ts";
import type { PausedReason } from "../../protocol/webhooks.ts";

const SOURCE = "tocsin";
const LABEL = "webhook";

const WHY: Readonly<Record<Exclude<PausedReason, "by-hand">, string>> = {
  "address-refused": "Its address is not one that may be called.",
  gone: "It answered 410: its receiver is gone.",
  failing: "It has taken nothing for three days.",
};

interface Named {
  readonly id: number;
  readonly name: string;
  readonly host: string;
}

/** Why it is paused, when, and by whom where that was a person or a program of theirs. */
interface Pause {
  readonly reason: PausedReason;
  readonly at: Time;
  readonly by: Actor | null;
}

/** What Tocsin says of itself when it stops sending to a webhook. What somebody wants so is no failure. */
export function pauseReport({ id, name, host }: Named, pause: Pause): Report {
  const { reason, at } = pause;
  return {
    ...subject(id),
    title: `The webhook ${name} is paused`,
    description: `${whyOf(pause)} Nothing is sent to ${host} until somebody resumes it under Settings, Webhooks. What happens meanwhile waits in the log.`,
    severity: reason === "by-hand" ? "warning" : "error",
    status: "firing",
    annotations: { reason },
    url: null,
    startedAt: at,
    resolvedAt: null,
  };
}

function whyOf({ reason, by }: Pause): string {
  if (reason !== "by-hand") return WHY[reason];
  const isNamed = by !== null && by !== OPERATOR;
  return `${isNamed ? by.slice(by.indexOf(":") + 1) : "Somebody"} paused it.`;
}

/** And when it goes on, or is no more. */
export function resumeReport(id: number, at: Time): Report {
  return { ...subject(id), status: "resolved", startedAt: null, resolvedAt: at };
}

function subject(id: number) {
  return {
    source: SOURCE,
    fingerprint: `webhook-paused-${id}`,
    labels: { [LABEL]: String(id) },
  };
}

/** Whether the alert says of a webhook that it is paused: whoever is paused is not told of that. */
export function isPauseOf(
  id: number,
  { source, fingerprint }: Pick<Alert, "source" | "fingerprint">,
): boolean {
  return source === SOURCE && fingerprint === `webhook-paused-${id}`;
}
