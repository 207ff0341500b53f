import type { PeopleInput, PeopleWrites } from "../../engine/people/writes.ts";
import type { WriteContext } from "../connection/write-context.ts";
import { addKey, revokeKey, touchKey } from "./keys.ts";
import { endSession, noteFailure, openSession, openSessionOf, touchSession } from "./sessions.ts";
import { addFirstAdmin, addUser, changeUser, rehash, removeUser, setPassword } from "./users.ts";

type Writes = {
  readonly [Name in keyof PeopleWrites]: (
    writing: WriteContext,
    input: PeopleInput<Name>,
  ) => Promise<ReturnType<PeopleWrites[Name]>>;
};

/** What may be written of people, by name: each a part of the transaction that it is called in. */
export const PEOPLE_WRITES: Writes = {
  addFirstAdmin,
  addUser,
  changeUser,
  removeUser,
  setPassword,
  rehash,
  openSession,
  openSessionOf,
  touchSession,
  endSession,
  noteFailure,
  addKey,
  revokeKey,
  touchKey,
};
