import type { Result } from "../../../../domain/problem.ts";
import { prepareAddKey, prepareRevokeKey, prepareTouchKey } from "./keys.ts";
import {
  prepareEndSession,
  prepareNoteFailure,
  prepareOpenSession,
  prepareOpenSessionOf,
  prepareTouchSession,
} from "./sessions.ts";
import {
  prepareAddFirstAdmin,
  prepareAddUser,
  prepareChangeUser,
  prepareRehash,
  prepareRemoveUser,
  prepareSetPassword,
} from "./users.ts";

/** What may be written of people, by name: each a part of the transaction that it is called in. */
export const PEOPLE_WRITES = {
  addFirstAdmin: prepareAddFirstAdmin,
  addUser: prepareAddUser,
  changeUser: prepareChangeUser,
  removeUser: prepareRemoveUser,
  setPassword: prepareSetPassword,
  rehash: prepareRehash,
  openSession: prepareOpenSession,
  openSessionOf: prepareOpenSessionOf,
  touchSession: prepareTouchSession,
  endSession: prepareEndSession,
  noteFailure: prepareNoteFailure,
  addKey: prepareAddKey,
  revokeKey: prepareRevokeKey,
  touchKey: prepareTouchKey,
};

type PeopleWrites = {
  readonly [Name in keyof typeof PEOPLE_WRITES]: ReturnType<(typeof PEOPLE_WRITES)[Name]>;
};

type PeopleWriteName = keyof PeopleWrites;

export type PeopleInput<Name extends PeopleWriteName> = Parameters<PeopleWrites[Name]>[0];

/** Does one of these writes in a transaction; what the file refuses is the outer result. */
export type WritePeople = <Name extends PeopleWriteName>(
  name: Name,
  input: PeopleInput<Name>,
) => Promise<Result<ReturnType<PeopleWrites[Name]>>>;
