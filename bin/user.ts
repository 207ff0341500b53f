import { defineCommand, runMain } from "citty";
import type { Role } from "../src/domain/principal.ts";
import type { Result } from "../src/domain/problem.ts";
import { foldUserName, readUserName } from "../src/domain/user-name.ts";
import type { User } from "../src/protocol/people.ts";
import { createPasswords, faultOfPassword } from "../src/server/auth/password.ts";
import type { DatabaseLocation } from "../src/server/store/location.ts";
import { openPeople } from "../src/server/process/open-people.ts";
import type { By, People } from "../src/server/store/people.ts";
import { clearly } from "./clearly.ts";
import { databaseArg, existing, locationOf } from "./database-arg.ts";
import { newPassword } from "./password-prompt.ts";

/** Whoever may run a command on the database's machine: the audit knows no name for them. */
const BY: By = { actor: "operator", address: null };

const name = {
  type: "positional",
  required: true,
  description: "The name they sign in with, in quotes where it has blanks",
} as const;

const add = defineCommand({
  meta: { name: "add", description: "Adds a user, a viewer unless it says otherwise." },
  args: {
    name,
    operator: { type: "boolean", description: "They may also act on alerts" },
    admin: { type: "boolean", description: "They may do everything" },
    database: databaseArg,
  },
  run: clearly(async ({ args }) => {
    const wanted = nameOf(args);
    const role = args.admin === true ? "admin" : args.operator === true ? "operator" : "viewer";
    const passwordHash = await hashOfNew(wanted);
    await withPeople(locationOf(args.database), async (people) => {
      valueOf(await people.addUser({ name: wanted, role, passwordHash }, BY));
      say(`${wanted} can sign in as ${ARTICLES[role]} ${role}.`);
    });
  }),
});

/** The shell takes a name with blanks for several. */
function nameOf({ _: given }: { readonly _: readonly string[] }): string {
  if (given.length > 1) throw new Error(`Put the name in quotes: "${given.join(" ")}"`);
  return valueOf(readUserName(given[0] ?? ""));
}

const ARTICLES: Readonly<Record<Role, string>> = { viewer: "a", operator: "an", admin: "an" };

const list = defineCommand({
  meta: { name: "list", description: "Lists all users." },
  args: { database: databaseArg },
  run: clearly(async ({ args }) =>
    withPeople(existing(args.database), async (people) => {
      for (const user of await people.users()) say(lineOf(user));
    }),
  ),
});

function lineOf({ name, role, disabled, issuer, lastSignInAt }: User): string {
  const state = disabled ? "disabled" : (lastSignInAt ?? "never signed in");
  return [name, role, state, ...(issuer === null ? [] : [issuer])].join("\t");
}

const password = defineCommand({
  meta: { name: "password", description: "Gives a user another password and signs them out." },
  args: { name, database: databaseArg },
  run: clearly(async ({ args }) => {
    const location = existing(args.database);
    const user = await withPeople(location, (people) => userOf(people, nameOf(args)));
    const passwordHash = await hashOfNew(user.name);
    await withPeople(location, async (people) => {
      valueOf(await people.setPassword(user.id, passwordHash, null, BY));
      say(`${user.name} has a new password and is signed out everywhere.`);
    });
  }),
});

const disable = defineCommand({
  meta: { name: "disable", description: "Keeps a user out and signs them out." },
  args: { name, database: databaseArg },
  run: clearly(async ({ args }) => changeAccess(args, true)),
});

const enable = defineCommand({
  meta: { name: "enable", description: "Lets a user in again who was disabled." },
  args: { name, database: databaseArg },
  run: clearly(async ({ args }) => changeAccess(args, false)),
});

async function changeAccess(
  args: { readonly _: string[]; readonly database?: string | undefined },
  disabled: boolean,
): Promise<void> {
  await withPeople(existing(args.database), async (people) => {
    const user = await userOf(people, nameOf(args));
    valueOf(await people.changeUser(user.id, { disabled }, BY));
    say(
      `${user.name} ${disabled ? "is disabled and signed out everywhere" : "may sign in again"}.`,
    );
  });
}

async function withPeople<T>(
  location: DatabaseLocation,
  use: (people: People) => Promise<T>,
): Promise<T> {
  const { people, close } = await openPeople(location);
  try {
    return await use(people);
  } finally {
    await close();
  }
}

async function userOf(people: People, name: string): Promise<User> {
  const wanted = foldUserName(name);
  const found = (await people.users()).find((user) => foldUserName(user.name) === wanted);
  if (found === undefined) throw new Error(`There is no user ${name}.`);
  return found;
}

/** Asked for while no database is open, since people take their time. */
async function hashOfNew(whose: string): Promise<string> {
  const password = await newPassword({ input: process.stdin, output: process.stderr }, whose);
  const fault = await faultOfPassword(password, whose);
  if (fault !== null) throw new Error(fault);
  return valueOf(await createPasswords().hash(password));
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.problem.detail);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await runMain(
  defineCommand({
    meta: { name: "user", description: "Adds and keeps users, beside a server or without one." },
    subCommands: { add, list, password, disable, enable },
  }),
);
