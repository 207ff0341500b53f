import type { Actor } from "../../domain/actor.ts";
import type { Time } from "../../domain/alert.ts";
import type { Role, Scope, WayIn } from "../../domain/principal.ts";
import type { Result } from "../../domain/problem.ts";
import type { AuditEntry, Key, OpenSession, User } from "../../protocol/people.ts";

/** Who changes something and from where, for the audit. */
export interface By {
  readonly actor: Actor;
  readonly address: string | null;
}

/**
 * A user with what their password is compared with. The version goes up with each password that is
 * set: whoever has compared one says which, since it may be another by now.
 */
export interface Account {
  readonly user: User;
  readonly passwordHash: string | null;
  readonly passwordVersion: number;
}

/** A session as it is found by its token. Times in ms since 1970. */
export interface FoundSession {
  readonly id: number;
  readonly userId: number;
  readonly name: string;
  readonly role: Role;
  readonly via: WayIn;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}

/** A key with the hash of its secret. */
export interface FoundKey {
  readonly key: Key;
  readonly secretHash: Uint8Array;
}

export interface NewSession {
  readonly tokenHash: Uint8Array;
  readonly via: WayIn;
  readonly userAgent: string;
  readonly expiresAt: Time;
}

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly source: string | null;
  readonly expiresAt: Time | null;
  readonly secretHash: Uint8Array;
}

/**
 * Whoever an identity provider names: `issuer` and `subject` tell who it is, `name` what to call them,
 * which must be a name for users (src/domain/user-name.ts).
 */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
}

/** The numbers of the sessions, users and keys whose rights have changed or ended. */
export interface Changed {
  readonly sessions: readonly number[];
  readonly users: readonly number[];
  readonly keys: readonly number[];
}

/**
 * Who may come in: users, their sessions, keys, and the audit of all that changes them. Every
 * implementation passes conformance/people.ts.
 *
 * - Each change and its entry in the audit MUST be written in one transaction, and MUST be on disk
 *   before it is answered. What cannot be written is answered with the codes of {@link Store}.
 * - A name MUST be unique whatever its case, and MUST stay taken when its user is removed.
 * - There MUST be an admin who is not disabled and can sign in as soon as there was one: people
 *   keep the last one (`last-admin`). Only an identity provider may take that role from the last
 *   whom it gave it to, since it may give it again.
 * - A session or a key whose right has ended MUST NOT be found by any read that begins after the
 *   answer to the change, and the listeners MUST be told of it before that answer. They MUST be told
 *   once, and soon (about a second), of what another process has changed.
 * - What was refused MUST leave no trace. A read that cannot be made now MUST reject with a Refusal.
 */
export interface People {
  /** Whether there is an admin who is not disabled and can sign in. */
  hasAdmin(): Promise<boolean>;
  users(): Promise<readonly User[]>;
  user(id: number): Promise<User | null>;
  /** By name, whatever its case; null for those who are disabled or removed. */
  account(name: string): Promise<Account | null>;
  /**
   * Null where it has ended or expired, or its user is disabled or removed. Idleness is the caller's
   * to judge.
   */
  session(tokenHash: Uint8Array): Promise<FoundSession | null>;
  /** Of one user, or of all; the newest thousand, newest first. Idle ones are among them. */
  sessions(userId: number | null): Promise<readonly Omit<OpenSession, "isCurrent">[]>;
  /** Null where it was revoked. Expiry is the caller's to judge. */
  key(id: number): Promise<FoundKey | null>;
  keys(): Promise<readonly Key[]>;
  /** Newest first, those before the entry of that number, null for the newest. */
  audit(before: number | null, limit: number): Promise<readonly AuditEntry[]>;

  /** `setup-closed` where there is an admin already. */
  addFirstAdmin(name: string, passwordHash: string, by: By): Promise<Result<User>>;
  /** `name-taken` where it is or was another's. */
  addUser(
    user: { readonly name: string; readonly role: Role; readonly passwordHash: string | null },
    by: By,
  ): Promise<Result<User>>;
  /** `user-not-found`, `last-admin`. To disable a user ends their sessions. */
  changeUser(
    id: number,
    change: { readonly role?: Role; readonly disabled?: boolean },
    by: By,
  ): Promise<Result<User>>;
  /**
   * `user-not-found`, `last-admin`. Ends their sessions and forgets their password and identity:
   * whom a provider still lets in comes as another user, so disable whoever is to be kept out.
   */
  removeUser(id: number, by: By): Promise<Result<null>>;
  /**
   * Ends their other sessions, all but `keep`. `user-not-found`; `session-not-found` where `keep` has
   * ended, since whoever changed the password with it is a stranger by now.
   */
  setPassword(id: number, passwordHash: string, keep: number | null, by: By): Promise<Result<null>>;
  /**
   * The same password under other parameters: nothing ends, and nothing is done where it is another
   * password by now.
   */
  rehash(id: number, passwordVersion: number, passwordHash: string): Promise<Result<null>>;

  /**
   * For whoever has proved the password of that version: `sign-in-failed` where it is another by now,
   * or the user is disabled or removed. Whoever has a hundred sessions loses the one unused longest.
   * The actor is the user, whoever `by` says.
   */
  openSession(
    userId: number,
    passwordVersion: number,
    session: NewSession,
    by: By,
  ): Promise<Result<number>>;
  /**
   * Adds the user where nobody has come with that identity yet, under a name that is free; else gives
   * them the role that the provider says now. `not-allowed` where they are disabled.
   */
  openSessionOf(identity: Identity, session: NewSession, by: By): Promise<Result<FoundSession>>;
  /** Notes that it was used, nothing else. */
  touchSession(id: number, at: Time): Promise<Result<null>>;
  /** `session-not-found`. */
  endSession(id: number, by: By): Promise<Result<null>>;
  /**
   * Notes an attempt, with the name that was given where it is or was a user's: people type their
   * password there, too.
   */
  noteFailure(name: string, reason: string, by: By): Promise<Result<null>>;

  addKey(key: NewKey, by: By): Promise<Result<Key>>;
  /** `key-not-found`. */
  revokeKey(id: number, by: By): Promise<Result<null>>;
  touchKey(id: number, at: Time): Promise<Result<null>>;

  /** Called with whose rights have changed or ended, before the change is answered. */
  onChanged(listener: (changed: Changed) => void): void;
}
