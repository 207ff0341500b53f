import { createHash } from "node:crypto";
import { beforeEach, onTestFinished } from "vitest";
import type { Role, WayIn } from "../../../domain/principal.ts";
import type { AuditEntry, User } from "../../../protocol/people.ts";
import type { By, Changed, NewKey, NewSession, People } from "../people.ts";
import { valueOf } from "./subject.ts";

export interface OpenPeople {
  readonly people: People;
  close(): void | Promise<void>;
}

/** Who does what the tests do. */
export const BY: By = { actor: "user:root", address: "192.0.2.1" };

export function hashOf(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

/** Sessions that expire long after the tests, unless they are to have expired. */
export function aSession(token: string, fields: Partial<NewSession> = {}): NewSession {
  const tokenHash = hashOf(token);
  const expiresAt = "2100-01-01T00:00:00.000Z";
  return { tokenHash, via: "password", userAgent: "a browser", expiresAt, ...fields };
}

export function aKey(fields: Partial<NewKey> = {}): NewKey {
  const secretHash = hashOf("secret");
  return { name: "ci", scopes: ["ingest"], source: null, expiresAt: null, secretHash, ...fields };
}

/** People of its own, with nobody in it, for each test, and short ways to use it. */
export function peopleOf(open: () => Promise<OpenPeople>) {
  let current: People | null = null;
  let told: Changed[] = [];
  beforeEach(async () => {
    const opened = await open();
    onTestFinished(() => opened.close());
    current = opened.people;
    told = [];
    current.onChanged((changed) => told.push(changed));
  });

  function people(): People {
    if (current === null) throw new Error("No test is running.");
    return current;
  }

  async function add(name: string, role: Role = "viewer"): Promise<User> {
    return valueOf(await people().addUser({ name, role, passwordHash: `hash of ${name}` }, BY));
  }

  /** Signs a user in, with a password that was just compared. */
  async function signIn({ id, name }: User, token: string, fields: Partial<NewSession> = {}) {
    const version = (await people().account(name))?.passwordVersion ?? -1;
    return valueOf(await people().openSession(id, version, aSession(token, fields), BY));
  }

  async function signInOf(subject: string, name: string, role: Role = "viewer", token = subject) {
    const identity = { issuer: "https://id.example", subject, name, role };
    return people().openSessionOf(identity, aSession(token, { via: "oidc" as WayIn }), BY);
  }

  const session = (token: string) => people().session(hashOf(token));

  /** The newest entries, oldest first. */
  async function audit(limit = 200): Promise<AuditEntry[]> {
    return [...(await people().audit(null, limit))].reverse();
  }

  /** What the listeners were told while something was done. */
  async function toldBy(act: () => Promise<unknown>): Promise<Changed[]> {
    const before = told.length;
    await act();
    return told.slice(before);
  }

  return { people, add, signIn, signInOf, session, audit, toldBy, told: () => told };
}
