import type { RequestListener } from "node:http";
import type { Alert } from "../../src/domain/alert.ts";

let id = 0;

/** Answers a post once its rows have been passed on. */
export function onRows(pass: (row: Alert) => void): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      for (const row of rowsOf(Buffer.concat(chunks).toString())) pass(row);
      response.end();
    });
  };
}

/** The rows that Tocsin would make of a body, kept nowhere. */
function rowsOf(body: string): Alert[] {
  const posted = JSON.parse(body) as Alert[];
  const now = new Date().toISOString();
  return posted.map((alert) => {
    id += 1;
    return {
      id,
      seq: id,
      source: alert.source,
      fingerprint: alert.fingerprint,
      title: alert.title,
      description: alert.description,
      severity: alert.severity,
      status: "firing",
      labels: alert.labels,
      annotations: alert.annotations,
      url: alert.url,
      startedAt: alert.startedAt,
      receivedAt: now,
      lastSeenAt: now,
      occurrences: 1,
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: null,
      resolvedBy: null,
      snoozedUntil: null,
      deletedAt: null,
    };
  });
}
