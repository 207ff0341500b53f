import type { Time } from "../../../../domain/alert.ts";
import type { Result } from "../../../../domain/problem.ts";
import type { Key, User } from "../../../../protocol/people.ts";
import type { By, FoundSession, Identity, NewKey, NewSession } from "../../people.ts";
import type { Written } from "./audit.ts";
import type { NewUser, UserChange } from "./user.ts";

/** A change, with whoever makes it. */
interface Made {
  readonly by: By;
}

/** Of a user, a session or a key. */
interface Numbered {
  readonly id: number;
}

interface Use extends Numbered {
  readonly at: Time;
}

interface ChangeOfUser extends Numbered, Made {
  readonly change: UserChange;
}

interface NewPassword extends Numbered, Made {
  readonly passwordHash: string;
  /** The session that goes on. */
  readonly keep: number | null;
}

interface Rehash extends Numbered {
  readonly passwordVersion: number;
  readonly passwordHash: string;
}

export interface Opening extends Made {
  readonly session: NewSession;
}

interface OpeningOfUser extends Opening {
  readonly userId: number;
  readonly passwordVersion: number;
}

interface OpeningOfIdentity extends Opening {
  readonly identity: Identity;
}

interface Attempt extends Made {
  readonly name: string;
  readonly reason: string;
}

interface AddedKey extends Made {
  readonly key: NewKey;
}

/** What may be written of people, by name: what each takes, and what becomes of it in any engine. */
export interface PeopleWrites {
  addFirstAdmin(admin: Omit<NewUser, "role"> & Made): Written<User>;
  addUser(user: NewUser & Made): Written<User>;
  changeUser(change: ChangeOfUser): Written<User>;
  removeUser(user: Numbered & Made): Written<null>;
  setPassword(password: NewPassword): Written<null>;
  rehash(password: Rehash): Written<null>;
  openSession(opening: OpeningOfUser): Written<number>;
  openSessionOf(opening: OpeningOfIdentity): Written<FoundSession>;
  touchSession(use: Use): Written<null>;
  endSession(session: Numbered & Made): Written<null>;
  noteFailure(attempt: Attempt): Written<null>;
  addKey(key: AddedKey): Written<Key>;
  revokeKey(key: Numbered & Made): Written<null>;
  touchKey(use: Use): Written<null>;
}

export type PeopleInput<Name extends keyof PeopleWrites> = Parameters<PeopleWrites[Name]>[0];

/** Does one of these writes in a transaction; what the database refuses is the outer result. */
export type WritePeople = <Name extends keyof PeopleWrites>(
  name: Name,
  input: PeopleInput<Name>,
) => Promise<Result<ReturnType<PeopleWrites[Name]>>>;
