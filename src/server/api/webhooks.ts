import "server-only";
import { randomBytes } from "node:crypto";
import * as v from "valibot";
import type { Time } from "../../domain/alert.ts";
import { resolveMe } from "../../domain/filter.ts";
import { actorOf } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { readInput } from "../../protocol/input.ts";
import { readParameters, timeParameter } from "../../protocol/parameters.ts";
import { WEBHOOK_EVENTS } from "../../protocol/webhook-event.ts";
import {
  attemptsSchema,
  newWebhookSchema,
  queuedSchema,
  secretSchema,
  testedSchema,
  type Webhook,
  webhookSchema,
  webhooksSchema,
} from "../../protocol/webhooks.ts";
import type { Admitted, Route } from "../http/route.ts";
import type { Guard } from "../outbound/guard.ts";
import type { KeptWebhook, Webhooks } from "../store/webhooks.ts";
import type { Delivery } from "../webhooks/delivery.ts";
import { secretFrom } from "../webhooks/signature.ts";
import { byOf } from "./by.ts";
import { changeBody, newWebhookBody, readSettings } from "./webhook-body.ts";

const MAX_ATTEMPTS = 100;
/** How long (ms) receivers may take to change over to a new secret. */
const CHANGE_OVER = 24 * 3_600_000;

const resumeBody = v.object({
  from: v.optional(v.union([v.picklist(["position", "now"]), timeParameter]), "position"),
});
const replayBody = v.object({
  seq: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  failedSince: v.optional(timeParameter),
});
const attemptParameters = v.object({
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_ATTEMPTS))),
  before: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

export interface WebhookParts {
  readonly webhooks: Webhooks;
  readonly delivery: Pick<Delivery, "changed" | "test">;
  readonly guard: Pick<Guard, "check">;
  /** In ms since 1970. */
  readonly now: () => number;
}

/** To whom events are sent: what that is, how it does, and what was tried. */
export function webhookRoutes(parts: WebhookParts): Route[] {
  const { webhooks } = parts;
  return [
    {
      method: "GET",
      path: "/api/webhooks",
      summary: "Every webhook, and how it does",
      need: "operate",
      answer: webhooksSchema,
      handle: async () => ok({ webhooks: await readWebhooks(webhooks) }),
    },
    {
      method: "POST",
      path: "/api/webhooks",
      summary: "Make a webhook; what it signs with is said this once",
      need: "admin",
      body: newWebhookBody,
      answer: newWebhookSchema,
      status: 201,
      handle: (call) => add(parts, call),
    },
    {
      method: "GET",
      path: "/api/webhooks/:id",
      summary: "One webhook",
      need: "operate",
      answer: webhookSchema,
      handle: ({ id }) => found(webhooks, id),
    },
    {
      method: "PUT",
      path: "/api/webhooks/:id",
      summary: "Change a webhook; what is not given stays",
      need: "admin",
      body: changeBody,
      answer: webhookSchema,
      handle: (call) => change(parts, call),
    },
    {
      method: "DELETE",
      path: "/api/webhooks/:id",
      summary: "Remove a webhook, with all that it has yet to be sent",
      need: "admin",
      answer: v.null(),
      status: 204,
      handle: ({ id, principal, address }) =>
        changing(parts, id, webhooks.remove(id, byOf(principal, address))),
    },
    {
      method: "POST",
      path: "/api/webhooks/:id/test",
      summary: "Send a tocsin.test now, and say what became of it",
      need: "admin",
      answer: testedSchema,
      handle: (call) => test(parts, call),
    },
    {
      method: "POST",
      path: "/api/webhooks/:id/secret",
      summary: "Sign with a new secret; the old one signs, too, for 24 hours",
      need: "admin",
      answer: secretSchema,
      handle: (call) => rotate(parts, call),
    },
    {
      method: "POST",
      path: "/api/webhooks/:id/pause",
      summary: "Send nothing until it is resumed; nothing is lost",
      need: "admin",
      answer: webhookSchema,
      handle: async ({ id, principal, address }) =>
        shownResult(await changing(parts, id, webhooks.pause(id, byOf(principal, address)))),
    },
    {
      method: "POST",
      path: "/api/webhooks/:id/resume",
      summary: "Go on where it stood, from now, or from a time",
      need: "admin",
      body: resumeBody,
      bodyIsOptional: true,
      answer: webhookSchema,
      handle: (call) => resume(parts, call),
    },
    {
      method: "GET",
      path: "/api/webhooks/:id/attempts",
      summary: "The last requests to a webhook, newest first",
      need: "operate",
      parameters: attemptParameters,
      answer: attemptsSchema,
      handle: (call) => readAttempts(parts, call),
    },
    {
      method: "POST",
      path: "/api/webhooks/:id/replay",
      summary: "Send one event again, or all that failed since a time",
      need: "admin",
      body: replayBody,
      answer: queuedSchema,
      handle: (call) => replay(parts, call),
    },
  ];
}

/** Each, as people see it, in the order in which they were made. */
export async function readWebhooks(webhooks: Pick<Webhooks, "all">): Promise<readonly Webhook[]> {
  return (await webhooks.all()).map(shown);
}

async function add(
  parts: WebhookParts,
  { body, principal, address }: Admitted,
): Promise<Result<v.InferOutput<typeof newWebhookSchema>>> {
  const input = readInput(newWebhookBody, body);
  if (!input.ok) return input;
  const { name } = input.value;
  const before = { preset: "standard", template: null, url: "" } as const;
  const read = await readSettings(parts.guard, input.value, before);
  if (!read.ok) return read;
  const target = read.value.target ?? { url: "", host: "" };
  const secret = newSecret();
  const filter = resolveMe(input.value.filter ?? {}, actorOf(principal));
  const added = await parts.webhooks.add(
    {
      preset: "standard",
      events: WEBHOOK_EVENTS,
      template: null,
      isEnabled: true,
      headers: {},
      ...read.value.settings,
      ...target,
      name,
      filter,
      secret,
      now: parts.now(),
    },
    byOf(principal, address),
  );
  if (!added.ok) return added;
  await parts.delivery.changed(added.value.id);
  return ok({ ...shown(added.value), secret });
}

async function change(
  parts: WebhookParts,
  { id, body, principal, address }: Admitted,
): Promise<Result<Webhook>> {
  const input = readInput(changeBody, body);
  if (!input.ok) return input;
  const before = await parts.webhooks.webhook(id);
  if (before === null) return noWebhook(id);
  const { url: addressBefore = "" } = (await parts.webhooks.secrets(id)) ?? {};
  const read = await readSettings(parts.guard, input.value, { ...before, url: addressBefore });
  if (!read.ok) return read;
  const { filter, name } = input.value;
  const changes = {
    ...read.value.settings,
    ...read.value.target,
    ...(name === undefined ? {} : { name }),
    ...(filter === undefined ? {} : { filter: resolveMe(filter, actorOf(principal)) }),
  };
  const by = byOf(principal, address);
  return shownResult(await changing(parts, id, parts.webhooks.change(id, changes, by)));
}

async function test({ webhooks, delivery }: WebhookParts, { id, principal }: Admitted) {
  const webhook = await webhooks.webhook(id);
  if (webhook === null) return noWebhook(id);
  const tested = await delivery.test(webhook, actorOf(principal));
  return tested.ok ? ok({ attempt: tested.value }) : tested;
}

async function rotate(
  { webhooks, now }: WebhookParts,
  { id, principal, address }: Admitted,
): Promise<Result<{ readonly secret: string }>> {
  const secret = newSecret();
  const by = byOf(principal, address);
  const rotated = await webhooks.rotate(id, secret, now() + CHANGE_OVER, by);
  return rotated.ok ? ok({ secret }) : rotated;
}

async function resume(
  parts: WebhookParts,
  { id, body, principal, address }: Admitted,
): Promise<Result<Webhook>> {
  const input = readInput(resumeBody, body ?? {});
  if (!input.ok) return input;
  const { from } = input.value;
  const place = from === "position" || from === "now" ? from : { time: timeOf(from) };
  const by = byOf(principal, address);
  return shownResult(await changing(parts, id, parts.webhooks.resume(id, place, parts.now(), by)));
}

async function readAttempts(
  { webhooks, now }: WebhookParts,
  { id, params }: Admitted,
): Promise<Result<v.InferOutput<typeof attemptsSchema>>> {
  const parameters = readParameters(attemptParameters, params);
  if (!parameters.ok) return parameters;
  if ((await webhooks.webhook(id)) === null) return noWebhook(id);
  const { limit = 50, before = null } = parameters.value;
  const read = await webhooks.attempts(id, before, limit + 1, now());
  const attempts = read.slice(0, limit);
  const last = read.length > limit ? attempts.at(-1) : undefined;
  return ok({ attempts, older: last === undefined ? null : String(last.id) });
}

async function replay(
  parts: WebhookParts,
  { id, body, principal, address }: Admitted,
): Promise<Result<{ readonly queued: number }>> {
  const input = readInput(replayBody, body);
  if (!input.ok) return input;
  const { seq, failedSince } = input.value;
  if ((seq === undefined) === (failedSince === undefined))
    return fail("invalid-body", "seq or failedSince: one of them");
  const what = seq === undefined ? { failedSince: timeOf(failedSince ?? "") } : { seq };
  const by = byOf(principal, address);
  const queued = await changing(parts, id, parts.webhooks.replay(id, what, parts.now(), by));
  return queued.ok ? ok({ queued: queued.value }) : queued;
}

/** A change, once whoever sends knows of it. */
async function changing<T>(
  { delivery }: WebhookParts,
  id: number,
  change: Promise<Result<T>>,
): Promise<Result<T>> {
  const changed = await change;
  if (changed.ok) await delivery.changed(id);
  return changed;
}

async function found(webhooks: Webhooks, id: number): Promise<Result<Webhook>> {
  const webhook = await webhooks.webhook(id);
  return webhook === null ? noWebhook(id) : ok(shown(webhook));
}

function noWebhook(id: number) {
  return fail("webhook-not-found", `There is no webhook ${id}.`);
}

function shownResult(result: Result<KeptWebhook>): Result<Webhook> {
  return result.ok ? ok(shown(result.value)) : result;
}

/** What people see of a webhook. */
function shown(webhook: KeptWebhook): Webhook {
  const { health, isEnabled } = webhook;
  const stateWhenOn = health.paused === null ? "active" : "paused";
  return {
    id: webhook.id,
    name: webhook.name,
    host: webhook.host,
    preset: webhook.preset,
    filter: webhook.filter,
    events: [...webhook.events],
    headers: [...webhook.headerNames],
    template: webhook.template,
    enabled: isEnabled,
    state: isEnabled ? stateWhenOn : "off",
    pausedReason: health.paused,
    position: webhook.position,
    pending: webhook.pending,
    lastSuccessAt: timeOrNull(health.lastSuccessAt),
    lastFailureAt: timeOrNull(webhook.lastFailureAt),
  };
}

function newSecret(): string {
  return secretFrom(randomBytes(32));
}

function timeOf(text: string): Time {
  return new Date(text).toISOString();
}

function timeOrNull(time: number | null): Time | null {
  return time === null ? null : new Date(time).toISOString();
}
