import type { Subject } from "./mutant.ts";

const TESTS = [
  "src/server/store/sqlite/sqlite-people.int.test.ts",
  "src/server/store/sqlite/people/writes.int.test.ts",
  "src/server/store/sqlite/people/telling.test.ts",
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
        original: `(role !== "admin" || disabled === 1) && isLastAdmin(id)`,
        replacement: `role !== "admin" && isLastAdmin(id)`,
      },
      {
        fault: "whoever is disabled stays signed in",
        original: "sessions: disabled === 1 ? endSessions(id) : []",
        replacement: "sessions: []",
      },
      {
        fault: "a new password ends the session that asks for it",
        original: "sessions: endSessions(id, keep)",
        replacement: "sessions: endSessions(id)",
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
        original: `if (user.is_disabled === 1) return refused("not-allowed"`,
        replacement: `if (user.is_disabled > 1) return refused("not-allowed"`,
      },
      {
        fault: "somebody of a provider gets another's name",
        original: "if (findNamed(wanted) === undefined) return wanted;",
        replacement: "return wanted;",
      },
      {
        fault: "a role that the provider took away goes on",
        original: "user.role === role ? [] : renew(user, identity, opening.by)",
        replacement: "[]",
      },
      {
        fault: "sessions that have expired stay",
        original: "removeExpired(now);",
        replacement: "",
      },
      {
        fault: "what was typed as a name is noted",
        original: "user === undefined ? null :",
        replacement: "user === undefined ? (`user:${name}` as const) :",
      },
    ],
  },
  {
    file: "src/server/store/sqlite/people/session-row.ts",
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
    file: "src/server/store/sqlite/people/telling.ts",
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
    file: "src/server/store/sqlite/sqlite-people.ts",
    tests: TESTS,
    mutants: [
      {
        fault: "nobody hears of what was changed here before it is answered",
        original: "telling.answered(written.value.noted);",
        replacement: "",
      },
    ],
  },
];
