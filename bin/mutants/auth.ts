import type { Subject } from "./mutant.ts";

const AUTH = "src/server/auth";

/** Of who somebody is, and of who only says so. */
export const AUTHENTICATION: readonly Subject[] = [
  {
    file: `${AUTH}/identify.ts`,
    tests: [`${AUTH}/identify.int.test.ts`],
    mutants: [
      {
        fault: "a session lives beyond its end while it is known",
        original: "time < session.expiresAt &&",
        replacement: "true &&",
      },
      {
        fault: "an idle session does not end",
        original: "time - session.lastUsedAt < IDLE",
        replacement: "true",
      },
      {
        fault: "an expired key is taken",
        original: "principal.until <= now()",
        replacement: "false",
      },
      {
        fault: "the secret of a key does not matter",
        original: "!areEqual(secretHashOf(secret), found.value.secretHash)",
        replacement: "false",
      },
      {
        fault: "whoever shows a cookie that has ended is anonymous",
        original: `if (anonymous() === "open") return byNothing();`,
        replacement: "return byNothing();",
      },
    ],
  },
  {
    file: `${AUTH}/recent.ts`,
    tests: [`${AUTH}/identify.int.test.ts`],
    mutants: [
      {
        fault: "what has ended is known for a second",
        original: "forget(changed);",
        replacement: "",
      },
      {
        fault: "what ends while it is looked up is found",
        original: "if (before !== changes) continue;",
        replacement: "",
      },
    ],
  },
  {
    file: `${AUTH}/account.ts`,
    tests: [`${AUTH}/account.int.test.ts`],
    mutants: [
      {
        fault: "whoever was not heard has failed",
        original: "attempt.value.abandoned();",
        replacement: "",
      },
      {
        fault: "the session of before outlives a sign-in",
        original: "if (was === null || was.sessionId === null) return ok(null);",
        replacement: "if (was !== null) return ok(null);",
      },
      {
        fault: "a password is changed by whoever has the session",
        original: "if (!proved.ok) {",
        replacement: "if (false) {",
      },
    ],
  },
  {
    file: `${AUTH}/throttle.ts`,
    tests: [`${AUTH}/throttle.test.ts`],
    mutants: [
      {
        fault: "attempts that are made at once do not count",
        original:
          "const attempt = { count: before.count + 1, last: now() };\n    attempts.set(key, attempt);",
        replacement: "const attempt = { count: before.count + 1, last: now() };",
      },
      {
        fault: "somebody else delays who has come in from there before",
        original: "familiar.has(place) ? place : account",
        replacement: "account",
      },
      {
        fault: "an address is forgotten at once",
        original: "buckets.set(network, bucket);",
        replacement: "",
      },
    ],
  },
  {
    file: `${AUTH}/proxy.ts`,
    tests: [`${AUTH}/proxy.test.ts`],
    mutants: [
      {
        fault: "a second secret is not looked at",
        original: "others.length === 0 && areSameText",
        replacement: "areSameText",
      },
      {
        fault: "a second value of a header is not looked at",
        original: "if (others.length > 0)",
        replacement: "if (false)",
      },
    ],
  },
  {
    file: `${AUTH}/oidc.ts`,
    tests: [`${AUTH}/oidc.int.test.ts`],
    mutants: [
      {
        fault: "a sign-in may take a day",
        original: "return now() < begun.until ? begun : null;",
        replacement: "return begun;",
      },
      {
        fault: "nobody looks at who signed the token",
        original: "[oidc.enableNonRepudiationChecks]",
        replacement: "[oidc.enableNonRepudiationChecks].slice(1)",
      },
      {
        fault: "another's link signs this browser in",
        original: "states[0] !== begun.state",
        replacement: "false",
      },
    ],
  },
  {
    file: "src/protocol/return-to.ts",
    tests: ["src/protocol/return-to.test.ts"],
    mutants: [
      {
        fault: "two slashes that dots bring together lead to another host",
        original: `url.pathname.startsWith("//") ? HOME : `,
        replacement: "",
      },
    ],
  },
];
