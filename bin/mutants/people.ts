import type { Subject } from "./mutant.ts";

const TESTS = [
  "src/server/store/sqlite/sqlite-people.int.test.ts",
  "src/server/store/sqlite/people/writes.int.test.ts",
  "src/server/store/engine/people/telling.test.ts",
];

const POSTGRES_TESTS = [
  "src/server/store/postgres/people/writes.int.test.ts",
  "src/server/store/postgres/postgres-people.int.test.ts",
];

/** Of who may come in, and of what is kept of that. */
export const PEOPLE: readonly Subject[] = [
  {
    file: "src/domain/user-name.ts",
    tests: ["src/domain/user-name.test.ts"],
    mutants: [
      {
        fault: "a name in another script may differ in case alone",
        original: ".toLowerCase().toUpperCase().toLowerCase()",
        replacement: ".toLowerCase()",
      },
      {
        fault: "a name has characters that nobody sees",
        original: "\\p{Cc}\\p{Cf}",
        replacement: "\\p{Cc}",
      },
    ],
  },
  {
    file: "src/server/store/sqlite/people/users.ts",
    tests: TESTS,
    mutants: [
      {
        fault: "the first admin is added beside another",
        original: "admins().length > 0",
        replacement: "admins().length > 1",
      },
      {
        fault: "the last admin may be disabled",
        original: "!staysAdmin(after) && isOnly(admins(), id)",
        replacement: `after.role !== "admin" && isOnly(admins(), id)`,
      },
      {
        fault: "whoever is disabled stays signed in",
        original: "disabled ? endSessions(id) : []",
        replacement: "[]",
      },
      {
        fault: "a new password ends the session that asks for it",
        original: "endSessions(id, keep)",
        replacement: "endSessions(id)",
      },
      {
        fault: "whoever was signed out may still set a password",
        original: "keep !== null && findSession(keep)?.user_id !== id",
        replacement: "false",
      },
      {
        fault: "another cost brings the old password back",
        original: `eq(users.passwordVersion, sql.placeholder("passwordVersion")),`,
        replacement: "",
      },
    ],
  },
  {
    file: "src/server/store/sqlite/people/sessions.ts",
    tests: TESTS,
    mutants: [
      {
        fault: "an old password still signs in",
        original: "user.password_version !== passwordVersion",
        replacement: "false",
      },
      {
        fault: "a provider lets in who is disabled",
        original: "if (user.is_disabled) return accountDisabled();",
        replacement: "",
      },
      {
        fault: "somebody of a provider gets another's name",
        original: "if (findNamed(name) === undefined) return name;",
        replacement: "return name;",
      },
      {
        fault: "a role that the provider took away goes on",
        original: "user.role === role ? [] : renew(user, role, opening.by)",
        replacement: "[]",
      },
      {
        fault: "sessions that have expired stay",
        original: "removeExpired(now);",
        replacement: "",
      },
      {
        fault: "what was typed as a name is noted",
        original: "read.ok ? findNamed(read.value) : undefined",
        replacement: "({ name } as UserRow)",
      },
    ],
  },
  {
    file: "src/server/store/engine/people/session.ts",
    tests: TESTS,
    mutants: [
      {
        fault: "a session is found after it has expired",
        original: "|| row.expires_at <= now",
        replacement: "",
      },
      {
        fault: "the session in use is the one to end",
        original: "one.last_used_at - other.last_used_at ||",
        replacement: "",
      },
    ],
  },
  {
    file: "src/server/store/engine/people/telling.ts",
    tests: TESTS,
    mutants: [
      {
        fault: "what a look has found is told again with the answer",
        original: "id <= looked ||",
        replacement: "",
      },
      {
        fault: "what was answered is told again by the next look",
        original: "if (!told.delete(id)) tell(changed);",
        replacement: "tell(changed);",
      },
    ],
  },
  {
    file: "src/server/store/engine/people/people.ts",
    tests: TESTS,
    mutants: [
      {
        fault: "nobody hears of what was changed here before it is answered",
        original: "telling.answered(written.value.noted);",
        replacement: "",
      },
    ],
  },
  {
    file: "src/server/store/postgres/people/users.ts",
    tests: POSTGRES_TESTS,
    mutants: [
      {
        fault: "the last admin of a database may be removed",
        original: "if (isOnly(await admins(writing), id)) return lastAdmin(user);",
        replacement: "",
      },
      {
        fault: "whoever is disabled in a database stays signed in",
        original: "disabled ? await endSessions(writing, id) : []",
        replacement: "[]",
      },
      {
        fault: "another cost brings the old password of a database back",
        original: "and password_version = ${passwordVersion}",
        replacement: "",
      },
    ],
  },
  {
    file: "src/server/store/postgres/people/session-row.ts",
    tests: POSTGRES_TESTS,
    mutants: [
      {
        fault: "sessions of a database that have expired go all at once",
        original: "order by expires_at limit ${REMOVED_AT_ONCE}",
        replacement: "order by expires_at",
      },
    ],
  },
  {
    file: "src/server/store/postgres/people/sessions.ts",
    tests: POSTGRES_TESTS,
    mutants: [
      {
        fault: "a later use of a session is forgotten for an earlier one",
        original: " and last_used_at < ${time}",
        replacement: "",
      },
      {
        fault: "somebody has as many sessions in a database as they like",
        original: "await endUnused(writing, user.id, MOST_SESSIONS - 1)",
        replacement: "[]",
      },
    ],
  },
  {
    file: "src/server/store/postgres/people/audit.ts",
    tests: ["src/server/store/postgres/people/nodes.int.test.ts"],
    mutants: [
      {
        fault: "what another node has changed is told of again and again",
        original: "noted.id > ${after} and",
        replacement: "noted.id >= ${after} and",
      },
    ],
  },
  {
    file: "src/server/store/postgres/operations/operations.ts",
    tests: ["src/server/store/postgres/postgres-operations.int.test.ts"],
    mutants: [
      {
        fault: "a node that starts ends what another runs",
        original: "if (await isPresent(writing, presenceOf(id))) continue;",
        replacement: "",
      },
      {
        fault: "numbers that were used up shorten the list",
        original: "limit 1 offset ${MOST_OPERATIONS})",
        replacement: "limit 1) - ${MOST_OPERATIONS}",
      },
    ],
  },
  {
    file: "src/server/store/postgres/connection/presence.ts",
    tests: ["src/server/store/postgres/postgres-operations.int.test.ts"],
    mutants: [
      {
        fault: "a node whose connection was cut says no more what it runs",
        original:
          "waiting = setTimeout(() => void inTurn(say), Math.random() * LONGEST_WAIT).unref();",
        replacement: "",
      },
    ],
  },
  {
    file: "src/server/store/postgres/views/views.ts",
    tests: ["src/server/store/postgres/postgres-views.int.test.ts"],
    mutants: [
      {
        fault: "two views of a database are the default",
        original: "if (change.isDefault) await endDefault(writing, owner);",
        replacement: "",
      },
    ],
  },
];
