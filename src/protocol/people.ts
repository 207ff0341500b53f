import * as v from "valibot";
import { ROLES, SCOPES, WAYS_IN } from "../domain/principal.ts";

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const time = v.string();

/** One who may sign in. A name is never given to another: it stands in the log. */
export const userSchema = v.object({
  id,
  name: v.string(),
  role: v.picklist(ROLES),
  disabled: v.boolean(),
  /** Whether they have a password here; whoever comes by an identity provider has none. */
  hasPassword: v.boolean(),
  /** The issuer at which they sign in, null for those who have an account here alone. */
  issuer: v.nullable(v.string()),
  createdAt: time,
  lastSignInAt: v.nullable(time),
});
export type User = Readonly<v.InferOutput<typeof userSchema>>;
export const usersSchema = v.object({ users: v.array(userSchema) });

/** A browser that is signed in. */
export const openSessionSchema = v.object({
  id,
  userId: id,
  principal: v.string(),
  via: v.picklist(WAYS_IN),
  createdAt: time,
  lastUsedAt: time,
  /** When it ends at the latest, however much it is used. */
  expiresAt: time,
  address: v.string(),
  userAgent: v.string(),
  /** Whether it is the one that asks. */
  isCurrent: v.boolean(),
});
export type OpenSession = Readonly<v.InferOutput<typeof openSessionSchema>>;
export const openSessionsSchema = v.object({ sessions: v.array(openSessionSchema) });

/** What a program comes in with. */
export const keySchema = v.object({
  id,
  name: v.string(),
  scopes: v.array(v.picklist(SCOPES)),
  source: v.nullable(v.string()),
  createdAt: time,
  createdBy: v.string(),
  expiresAt: v.nullable(time),
  lastUsedAt: v.nullable(time),
});
export type Key = Readonly<v.InferOutput<typeof keySchema>>;
export const keysSchema = v.object({ keys: v.array(keySchema) });
/** The key itself is said this once. */
export const newKeySchema = v.object({ ...keySchema.entries, key: v.string() });
export type NewKey = Readonly<v.InferOutput<typeof newKeySchema>>;

/** What is noted beside the log: who came in, who did not, who may, what is sent where, and what was begun. */
export const AUDITED = [
  "signed-in",
  "sign-in-failed",
  "signed-out",
  "session-ended",
  "user-added",
  "user-changed",
  "user-removed",
  "password-changed",
  "key-added",
  "key-revoked",
  "webhook-added",
  "webhook-changed",
  "webhook-removed",
  "webhook-secret-changed",
  "webhook-paused",
  "webhook-resumed",
  "webhook-replayed",
  "monitor-added",
  "monitor-changed",
  "monitor-removed",
  "operation-started",
  "operation-cancelled",
  "backup-downloaded",
  "backup-removed",
  "alert-forgotten",
] as const;

/** `on` is the principal, the key, the webhook, the monitor, the operation or the backup to which it was done, `detail` what else there is to say. */
export const auditEntrySchema = v.object({
  id,
  at: time,
  type: v.picklist(AUDITED),
  actor: v.string(),
  on: v.nullable(v.string()),
  address: v.nullable(v.string()),
  detail: v.record(v.string(), v.unknown()),
});
export type AuditEntry = Readonly<v.InferOutput<typeof auditEntrySchema>>;

/** Newest first; `older` is what `before` is to be for more, null where there is none. */
export const auditSchema = v.object({
  entries: v.array(auditEntrySchema),
  older: v.nullable(v.string()),
});
export type Audit = Readonly<v.InferOutput<typeof auditSchema>>;
