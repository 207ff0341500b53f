import { type SQL, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigserial,
  boolean,
  index,
  integer,
  json,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { ROLES, type Scope, WAYS_IN } from "../../src/domain/principal.ts";
import type { AuditEntry } from "../../src/protocol/people.ts";
import { bytes, time, whole } from "./columns.ts";

/**
 * Who may sign in. A row outlives its user, without password and identity, since the name in it is
 * never given again; `folded_name` is the name whatever its case.
 */
export const users = pgTable(
  "users",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    name: text().notNull(),
    foldedName: text("folded_name").notNull(),
    role: text({ enum: ROLES }).notNull(),
    passwordHash: text("password_hash"),
    /** How many passwords they have had: what was compared with an older one counts no more. */
    passwordVersion: integer("password_version").notNull(),
    issuer: text(),
    subject: text(),
    isDisabled: boolean("is_disabled").notNull(),
    createdAt: time("created_at").notNull(),
    lastSignInAt: time("last_sign_in_at"),
    removedAt: time("removed_at"),
  },
  (table) => [
    uniqueIndex("users_name").on(table.foldedName),
    uniqueIndex("users_identity")
      .on(table.issuer, table.subject)
      .where(sql`${table.issuer} is not null`),
    index("users_admin").on(table.id).where(canAdminister(table)),
  ],
);

/** Whether a user is an admin who can sign in, in the words of an index that has those alone. */
export function canAdminister(
  table: Readonly<
    Record<"role" | "isDisabled" | "removedAt" | "passwordHash" | "issuer", AnyPgColumn>
  >,
): SQL {
  return sql`${table.role} = 'admin' and not ${table.isDisabled} and ${table.removedAt} is null and (${table.passwordHash} is not null or ${table.issuer} is not null)`;
}

/** Browsers that are signed in. A number is never given again, since it may be named late. */
export const sessions = pgTable(
  "sessions",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    userId: whole("user_id").notNull(),
    tokenHash: bytes("token_hash").notNull(),
    via: text({ enum: WAYS_IN }).notNull(),
    createdAt: time("created_at").notNull(),
    lastUsedAt: time("last_used_at").notNull(),
    expiresAt: time("expires_at").notNull(),
    address: text().notNull(),
    userAgent: text("user_agent").notNull(),
  },
  (table) => [
    uniqueIndex("sessions_token").on(table.tokenHash),
    index("sessions_user").on(table.userId),
    index("sessions_expiry").on(table.expiresAt),
  ],
);

/** What programs come in with. The number is a part of the key, so it is never given again either. */
export const keys = pgTable("keys", {
  id: bigserial({ mode: "number" }).primaryKey(),
  name: text().notNull(),
  scopes: json().$type<readonly Scope[]>().notNull(),
  source: text(),
  secretHash: bytes("secret_hash").notNull(),
  createdAt: time("created_at").notNull(),
  createdBy: text("created_by").notNull(),
  expiresAt: time("expires_at"),
  lastUsedAt: time("last_used_at"),
});

/**
 * Who came in, who did not, and who may. Append-only, which triggers hold. `changed` has the numbers of those whose
 * rights it changed or ended, which other nodes are told. Written under the lock of the log, so that the
 * numbers have no gap that is filled later.
 */
export const audit = pgTable("audit", {
  id: whole().primaryKey(),
  at: time().notNull(),
  type: text().$type<AuditEntry["type"]>().notNull(),
  actor: text().notNull(),
  on: text(),
  address: text(),
  detail: json().$type<AuditEntry["detail"]>().notNull(),
  changed: text(),
});
