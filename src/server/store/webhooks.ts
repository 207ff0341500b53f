import type { Time } from "../../domain/alert.ts";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Result } from "../../domain/problem.ts";
import type { WebhookEvent } from "../../protocol/webhook-event.ts";
import type { PresetName } from "../../protocol/webhook-preset.ts";
import { MOST_ATTEMPTS, type WebhookAttempt } from "../../protocol/webhooks.ts";
import type { After, Ended, Health } from "../webhooks/schedule.ts";
import type { By } from "./people.ts";

/** Events that may be pending for a webhook. At so many its way through the log stops: that is the queue. */
export const MOST_PENDING = 1_000;
/** Webhooks that there may be. */
export const MOST_WEBHOOKS = 100;
/** Former secrets that are kept of each webhook: each has its signature in every request. */
export const MOST_FORMERS = 9;
/** Attempts that are kept of each webhook, and for how long (ms). */
export const KEPT_ATTEMPTS = { count: MOST_ATTEMPTS, time: 30 * 86_400_000 } as const;
/** Events that were given up and are remembered of each webhook. */
export const KEPT_GIVEN_UP = 1_000;

/** What people decide of a webhook, but for what is secret. */
export interface WebhookSettings {
  readonly name: string;
  /** Of the address, with the port where it says one. */
  readonly host: string;
  readonly preset: PresetName;
  readonly filter: WrittenFilter;
  readonly events: readonly WebhookEvent[];
  readonly template: string | null;
  readonly isEnabled: boolean;
}

/** What nobody is shown: addresses and headers may carry tokens. */
export interface WebhookTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A secret that was another's before: it signs, too, until then (ms since 1970). */
export interface FormerSecret {
  readonly secret: string;
  readonly until: number;
}

export interface WebhookSecrets extends WebhookTarget {
  readonly secret: string;
  /** Newest first. */
  readonly formers: readonly FormerSecret[];
}

/** A webhook and how it does. Times in ms since 1970. */
export interface KeptWebhook extends WebhookSettings {
  readonly id: number;
  readonly headerNames: readonly string[];
  /** The last event that it was judged for. */
  readonly position: number;
  readonly health: Health;
  readonly lastFailureAt: number | null;
  readonly pending: number;
}

/** An event that a webhook has yet to take. Times in ms since 1970. */
export interface PendingEvent {
  readonly seq: number;
  readonly alert: number;
  readonly due: number;
  readonly attempts: number;
  readonly firstAt: number | null;
}

/** A webhook, and what is pending for it in the order of the log. */
export interface Course {
  readonly webhook: KeptWebhook;
  readonly pending: readonly PendingEvent[];
}

/** How far a webhook goes on in the log, and what it is to be sent of that. */
export interface Move {
  readonly webhook: number;
  readonly from: number;
  readonly to: number;
  readonly events: readonly { readonly seq: number; readonly alert: number }[];
}

/** A request that has ended, as it is kept. `at` in ms since 1970. */
export type NewAttempt = Omit<WebhookAttempt, "id" | "at" | "alertTitle" | "nextAt"> & {
  readonly at: number;
};

/** The end of an attempt at a pending event. `random` is from 0 up to 1. */
export interface Settlement {
  readonly webhook: number;
  readonly seq: number;
  readonly attempt: NewAttempt;
  readonly ended: Ended;
  readonly now: number;
  readonly random: number;
}

/** Where a webhook goes on: where it stood, behind all that there is, or at a time. */
export type ResumeFrom = "position" | "now" | { readonly time: Time };

/** What is to be sent again: one event, or all that failed since a time. */
export type Replay = { readonly seq: number } | { readonly failedSince: Time };

/**
 * To whom events are sent, and what they have yet to take. Every implementation passes
 * conformance/webhooks.ts.
 *
 * - A position and the events up to it that are pending MUST be written in one transaction, and only
 *   where the position is still the one that was read: an event is pending, or before it, or after it.
 * - A pending event MUST stay until an attempt at it is settled as done or given up, or somebody resumes
 *   its webhook from elsewhere.
 * - What an attempt makes of a webhook's health MUST be judged on what those before it left
 *   (webhooks/schedule.ts), in the transaction that ends or delays the event.
 * - Whatever pauses a webhook, an alert of the source `tocsin` MUST be opened in the same transaction, it MUST
 *   be resolved when somebody resumes or removes the webhook, and that webhook MUST NOT be told of it.
 * - Changes by people MUST have their entry in the audit in the same transaction.
 * - Addresses, headers and secrets MUST be told by `secrets` alone.
 * - Of what was attempted and given up, no more is kept than the limits above say.
 * - What cannot be written is answered with the codes of the store. A read that cannot be made now MUST
 *   reject with a Refusal.
 */
export interface Webhooks {
  /** In the order in which they were made. */
  all(): Promise<readonly KeptWebhook[]>;
  webhook(id: number): Promise<KeptWebhook | null>;
  secrets(id: number): Promise<WebhookSecrets | null>;
  /** A webhook with what is pending for it, both at one moment. */
  course(id: number): Promise<Course | null>;
  /** Newest first, those before the one of that number, null for the newest; none that is too old. */
  attempts(
    id: number,
    before: number | null,
    limit: number,
    now: number,
  ): Promise<readonly WebhookAttempt[]>;

  /** It begins behind all that there is. `too-many-webhooks`. */
  add(
    webhook: WebhookSettings & WebhookTarget & { readonly secret: string; readonly now: number },
    by: By,
  ): Promise<Result<KeptWebhook>>;
  /** What is not given stays. `webhook-not-found`. */
  change(
    id: number,
    change: Partial<WebhookSettings & WebhookTarget>,
    by: By,
  ): Promise<Result<KeptWebhook>>;
  /** `webhook-not-found`. */
  remove(id: number, by: By): Promise<Result<null>>;
  /** The secret until now signs, too, until then, as do those before it until theirs. `webhook-not-found`. */
  rotate(id: number, secret: string, formerUntil: number, by: By): Promise<Result<null>>;
  /** By hand; one that is paused stays so for the reason it has. `webhook-not-found`. */
  pause(id: number, by: By): Promise<Result<KeptWebhook>>;
  /** From elsewhere than its position, nothing is pending any more. `webhook-not-found`. */
  resume(id: number, from: ResumeFrom, now: number, by: By): Promise<Result<KeptWebhook>>;
  /**
   * How many events are pending now that were not, or are due now that were delayed; no more than may be
   * pending. What it will come to by itself is none of them, nor what tells of its own pauses. `webhook-not-found`, `event-not-found`.
   */
  replay(id: number, replay: Replay, now: number, by: By): Promise<Result<number>>;

  /** Which of the moves were made: those whose webhook stood where they begin. Of each webhook there is one at most. */
  route(moves: readonly Move[], now: number): Promise<Result<readonly boolean[]>>;
  /**
   * All of them or none, each judged on what those before it left: what became of its webhook and of its event,
   * null where there is no such webhook any more.
   */
  settle(settlements: readonly Settlement[]): Promise<Result<readonly (After | null)[]>>;
  /** Forgets a pending event of which there is nothing to send. */
  drop(id: number, seq: number): Promise<Result<null>>;
  /** Keeps an attempt that was none at an event. Null where there is no such webhook any more. */
  note(id: number, attempt: NewAttempt): Promise<Result<WebhookAttempt | null>>;
}
