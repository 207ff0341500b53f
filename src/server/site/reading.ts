import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Alert } from "../../domain/alert.ts";
import type { About } from "../../protocol/about.ts";
import type { Answer } from "../../protocol/answer.ts";
import type { Backup, BackupPlan } from "../../protocol/backups.ts";
import type { Episodes } from "../../protocol/episodes.ts";
import type { History } from "../../protocol/history.ts";
import type { ShownOperation } from "../../protocol/operations.ts";
import type { Monitor } from "../../protocol/monitors.ts";
import type { Page } from "../../protocol/page.ts";
import type { Preferences } from "../../protocol/preferences.ts";
import type { Audit, Key, OpenSession, User } from "../../protocol/people.ts";
import type { SessionAnswer, WaysIn } from "../../protocol/session.ts";
import type { ReporterAnswer } from "../../protocol/telemetry.ts";
import type { Webhook } from "../../protocol/webhooks.ts";

interface ReadDetail {
  readonly alert: Alert;
  readonly history: History;
  readonly episodes: Episodes;
}

/** What a page of the site is made of, while it is rendered here. */
export interface Reading {
  /** The page for a query string. */
  page(params: URLSearchParams): Promise<Answer<Page>>;
  /** One alert, what has happened to it last, and what had been of the same trouble before it. */
  detail(id: number): Promise<Answer<ReadDetail>>;
  /** How they want to have the page; null where nobody has signed in, or it cannot be read. */
  preferences(): Promise<Preferences | null>;
  /** Who is asking, null where that is nobody. */
  session(): Promise<SessionAnswer | null>;
  /** How one may come in here. */
  waysIn(): Promise<Answer<WaysIn>>;
  users(): Promise<Answer<readonly User[]>>;
  keys(): Promise<Answer<readonly Key[]>>;
  /** One's own; an admin gets those of all. */
  sessions(): Promise<Answer<readonly OpenSession[]>>;
  monitors(): Promise<Answer<readonly Monitor[]>>;
  webhooks(): Promise<Answer<readonly Webhook[]>>;
  /** The newest of the audit, or what lies before a cursor. */
  audit(before: string | null): Promise<Answer<Audit>>;
  about(): Promise<Answer<About>>;
  /** To whom the server tells what of itself. */
  telemetry(): Promise<Answer<readonly ReporterAnswer[]>>;
  /** The last long work of the server, newest first. */
  operations(): Promise<Answer<readonly ShownOperation[]>>;
  /** Newest first. */
  backups(): Promise<Answer<readonly Backup[]>>;
  /** Null where the database is backed up by its own programs. */
  backupPlan(): Promise<Answer<BackupPlan | null>>;
}

const readings = new AsyncLocalStorage<Reading>();

/** Renders with that to read from: the framework hands its pages nothing but the request. */
export function withReading<T>(reading: Reading, render: () => T): T {
  return readings.run(reading, render);
}

function current(): Reading {
  const reading = readings.getStore();
  if (reading === undefined) throw new Error("No page is being rendered.");
  return reading;
}

export const page: Reading["page"] = (params) => current().page(params);
export const detail: Reading["detail"] = (id) => current().detail(id);
export const session: Reading["session"] = () => current().session();
export const waysIn: Reading["waysIn"] = () => current().waysIn();
export const users: Reading["users"] = () => current().users();
export const keys: Reading["keys"] = () => current().keys();
export const sessions: Reading["sessions"] = () => current().sessions();
export const monitors: Reading["monitors"] = () => current().monitors();
export const webhooks: Reading["webhooks"] = () => current().webhooks();
export const audit: Reading["audit"] = (before) => current().audit(before);
export const about: Reading["about"] = () => current().about();
export const telemetry: Reading["telemetry"] = () => current().telemetry();
export const operations: Reading["operations"] = () => current().operations();
export const backups: Reading["backups"] = () => current().backups();
export const backupPlan: Reading["backupPlan"] = () => current().backupPlan();
