import type { PeopleWrites } from "../../engine/people/writes.ts";
import type { WriteContext } from "./audit.ts";
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
} satisfies {
  readonly [Name in keyof PeopleWrites]: (writing: WriteContext) => PeopleWrites[Name];
};
