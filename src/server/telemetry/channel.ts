import { channel as open, type Channel } from "node:diagnostics_channel";
import type { OperatorCommand } from "../../domain/command.ts";
import type { Outcome } from "../../domain/outcome.ts";
import type { WayIn } from "../../domain/principal.ts";
import type { ProblemCode } from "../../domain/problem.ts";
import type { ResetReason } from "../../protocol/frame.ts";
import type { Place } from "../../protocol/page.ts";
import type { ReporterName } from "../../protocol/telemetry.ts";
import type { WebhookAttempt } from "../../protocol/webhooks.ts";

/** A transaction changed something. */
export interface CommitFact {
  readonly events: number;
}

/** A source has posted an alert. */
export interface ReportFact {
  readonly outcome: Outcome;
}

/** Somebody did something to an alert, or was told that it cannot be done. */
export interface ActionFact {
  readonly action: OperatorCommand["type"];
  readonly outcome: "done" | "rejected";
}

/** An HTTP request was answered. */
export interface RequestFact {
  readonly method: string;
  /** The pattern that the address matched; `site` for pages and files, `none` where there was nothing. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** An HTTP request was refused for what was wrong with it. */
export interface RefusalFact {
  readonly code: ProblemCode;
}

/** A page of the feed was read, or refused to be. */
export interface PageFact {
  readonly place: Place["type"];
  readonly filtered: boolean;
  /** It was looked for words. */
  readonly searched: boolean;
  readonly outcome: "read" | "refused";
  readonly ms: number;
}

/** Something happened to a live socket; `open` is how many there are then. */
export type SocketFact =
  | { readonly type: "opened" | "closed"; readonly open: number }
  | { readonly type: "refused"; readonly code: ProblemCode }
  /** Rows were read for a catch-up, however many share them. */
  | { readonly type: "chunk-read"; readonly from: "memory" | "log" }
  /** A subscription was sent a part of what it had missed. */
  | { readonly type: "chunk-sent" }
  | { readonly type: "reset"; readonly reason: ResetReason }
  | { readonly type: "closed-slow" };

/** A frame was sent on a live socket. */
export interface FrameFact {
  readonly bytes: number;
}

/** A webhook was sent a request. */
export interface WebhookFact {
  readonly outcome: WebhookAttempt["outcome"];
  readonly ms: number;
}

/** Numbers were pushed. */
export interface NumbersFact {
  readonly accepted: number;
  readonly rejected: number;
}

/** Somebody tried to come in. */
export interface SignInFact {
  readonly via: Extract<WayIn, "password" | "oidc">;
  readonly outcome: "signed-in" | ProblemCode;
  readonly ms: number;
}

/** The server has begun to listen, or was asked to end; `ms` is how long the process had run. */
export interface LifecycleFact {
  readonly type: "started" | "stopping";
  readonly ms: number;
}

/** A reporter has sent what it held, could not, or had no room for it. */
export interface ReporterFact {
  readonly reporter: ReporterName;
  readonly outcome: "sent" | "failed" | "dropped";
  readonly events: number;
}

/** A channel, and what is told on it. */
export interface FactChannel<Fact> extends Channel {
  /** Never there: it tells the compiler what the facts are. */
  readonly fact?: Fact;
}

/**
 * Where the server tells what has happened, to whoever listens. Facts are flat, of numbers and words of closed
 * lists: never a text from outside. Who publishes knows no subscriber, and does not wait for any.
 */
export const CHANNELS = {
  commit: open("tocsin:commit") as FactChannel<CommitFact>,
  report: open("tocsin:report") as FactChannel<ReportFact>,
  action: open("tocsin:action") as FactChannel<ActionFact>,
  request: open("tocsin:request") as FactChannel<RequestFact>,
  refusal: open("tocsin:refusal") as FactChannel<RefusalFact>,
  page: open("tocsin:page") as FactChannel<PageFact>,
  socket: open("tocsin:socket") as FactChannel<SocketFact>,
  frame: open("tocsin:frame") as FactChannel<FrameFact>,
  webhook: open("tocsin:webhook") as FactChannel<WebhookFact>,
  numbers: open("tocsin:numbers") as FactChannel<NumbersFact>,
  signIn: open("tocsin:sign-in") as FactChannel<SignInFact>,
  lifecycle: open("tocsin:lifecycle") as FactChannel<LifecycleFact>,
  reporter: open("tocsin:reporter") as FactChannel<ReporterFact>,
} as const;

/** Tells it after it has happened. Costs next to nothing where nobody listens. */
export function publishFact<Fact>(channel: FactChannel<Fact>, fact: Fact): void {
  if (channel.hasSubscribers) channel.publish(fact);
}
