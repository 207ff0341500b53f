import * as v from "valibot";
import type { Time } from "../../domain/alert.ts";
import type { Report } from "../../domain/command.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { claimedTimeFrom } from "./claimed-time.ts";
import { objectMessage, type Arrival, type Intake, type Item } from "./intake.ts";
import { LIMITS } from "./limits.ts";
import { alertFields, readFields, reportOf, type WebhookAlert } from "./webhook.ts";

/** How long (ms) an alert that names no end fires after it was pushed: Alertmanager's own default. */
const RESOLVE_TIMEOUT = 5 * 60_000;

/** The body of Alertmanager's own API, for the API's description. */
export const pushSchema = v.array(
  v.pipe(v.object(alertFields, objectMessage), v.metadata({ required: ["labels"] })),
);

/** Reads what Prometheus and others push to an Alertmanager: an array of alerts. */
export function readPush(body: unknown, arrival: Arrival): Result<Intake> {
  if (!Array.isArray(body)) return fail("invalid-body", "must be an array of alerts");
  if (body.length > LIMITS.alertsInWebhook) {
    return fail("invalid-body", `must have at most ${LIMITS.alertsInWebhook} alerts`);
  }
  return ok({ items: body.map((input: unknown) => readPushed(input, arrival)) });
}

function readPushed(input: unknown, arrival: Arrival): Item {
  const read = readFields(input);
  return "alert" in read ? { ok: true, report: leasedReport(read.alert, arrival) } : read;
}

/** The end of an alert is a lease: it fires until then, unless it is pushed again. */
function leasedReport(alert: WebhookAlert, { source, now }: Arrival): Report {
  const endsAt = claimedTimeFrom(alert.endsAt) ?? later(now, RESOLVE_TIMEOUT);
  const status = endsAt > now ? "firing" : "resolved";
  const report = reportOf(alert, source, { status, isKnown: true }, {});
  return status === "firing" ? { ...report, expiresAt: endsAt } : report;
}

function later(time: Time, by: number): Time {
  return new Date(Date.parse(time) + by).toISOString();
}
