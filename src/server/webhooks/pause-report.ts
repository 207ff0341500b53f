import type { Alert, Time } from "../../domain/alert.ts";
import type { Report } from "../../domain/command.ts";
import type { PausedReason } from "../../protocol/webhooks.ts";

const SOURCE = "tocsin";
const LABEL = "webhook";

const WHY: Readonly<Record<PausedReason, string>> = {
  "address-refused": "Its address is not one that may be called.",
  gone: "It answered 410: its receiver is gone.",
  failing: "It has taken nothing for three days.",
  "by-hand": "Somebody paused it.",
};

interface Named {
  readonly id: number;
  readonly name: string;
  readonly host: string;
}

/** What Tocsin says of itself when it stops sending to a webhook. */
export function pauseReport({ id, name, host }: Named, reason: PausedReason, at: Time): Report {
  return {
    ...subject(id),
    title: `The webhook ${name} is paused`,
    description: `${WHY[reason]} Nothing is sent to ${host} until somebody resumes it under Settings, Webhooks. What happens meanwhile waits in the log.`,
    severity: "error",
    status: "firing",
    annotations: { reason },
    url: null,
    startedAt: at,
    resolvedAt: null,
  };
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
export function isPauseOf(id: number, { source, fingerprint }: Alert): boolean {
  return source === SOURCE && fingerprint === `webhook-paused-${id}`;
}
