import { createAsync, revalidate } from "@solidjs/router";
import type { Accessor } from "solid-js";
import type { About } from "../../protocol/about.ts";
import type { Answer } from "../../protocol/answer.ts";
import type { Backup, BackupPlan } from "../../protocol/backups.ts";
import type { ShownOperation } from "../../protocol/operations.ts";
import type { Monitor } from "../../protocol/monitors.ts";
import type { Audit, Key, OpenSession, User } from "../../protocol/people.ts";
import type { ReporterAnswer } from "../../protocol/telemetry.ts";
import type { Webhook } from "../../protocol/webhooks.ts";
import { requiredContext } from "../ui/required-context.ts";

/** How something is read, under the key by which it is read anew. */
export type Read<T> = (() => Promise<Answer<T>>) & { readonly key: string };

/** How what the pages of the settings show is read. */
export interface Reads {
  readonly users: Read<readonly User[]>;
  readonly keys: Read<readonly Key[]>;
  readonly sessions: Read<readonly OpenSession[]>;
  readonly monitors: Read<readonly Monitor[]>;
  readonly webhooks: Read<readonly Webhook[]>;
  readonly audit: Read<Audit>;
  readonly about: Read<About>;
  readonly telemetry: Read<readonly ReporterAnswer[]>;
  readonly operations: Read<readonly ShownOperation[]>;
  readonly backups: Read<readonly Backup[]>;
  readonly backupPlan: Read<BackupPlan | null>;
}

export const [ReadsProvider, useReads] = requiredContext<Reads>("reader");

/** What a page of the settings shows, read with it and again after each change. */
export interface Reading<T> {
  /** Undefined until it is there. */
  readonly answer: Accessor<Answer<T> | undefined>;
  readonly again: () => Promise<void>;
}

export function createReading<T>(read: Read<T>): Reading<T> {
  const answer = createAsync(() => read(), { deferStream: true });
  // What was read before stays while it is read again.
  return { answer: () => answer.latest ?? answer(), again: () => revalidate(read.key) };
}
