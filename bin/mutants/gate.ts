import type { Subject } from "./mutant.ts";

const GATE_TESTS = ["src/server/process/gate.int.test.ts"];
const SESSION_TESTS = ["src/server/process/sessions.int.test.ts"];
const KEY_TESTS = ["src/server/process/keys.int.test.ts"];
const ENTRANCE_TESTS = ["src/server/process/entrance.int.test.ts"];

/** Of where it is asked who somebody is, and of what follows from that. */
export const GATE: readonly Subject[] = [
  {
    file: "src/server/http/gate.ts",
    tests: GATE_TESTS,
    mutants: [
      {
        fault: "basic credentials change anything without an Origin",
        original: `credential === "basic" && need === "ingest"`,
        replacement: `credential === "basic"`,
      },
      {
        fault: "a proxy's word changes anything without an Origin",
        original: `credential === "bearer" || credential === "none"`,
        replacement: `credential === "bearer" || credential === "none" || credential === "proxy"`,
      },
      {
        fault: "rights are not looked at",
        original: "if (!may(principal, need))",
        replacement: `if (need === "admin" && !may(principal, need))`,
      },
    ],
  },
  {
    file: "src/server/http/listener.ts",
    tests: [...GATE_TESTS, ...SESSION_TESTS],
    mutants: [
      {
        fault: "metrics are for anybody",
        original: `if (need !== "nothing") {`,
        replacement: `if (need === "admin") {`,
      },
      {
        fault: "who sends a body is not asked again",
        original: "route.body === undefined\n        ? early",
        replacement: "route.body !== undefined\n        ? early",
      },
      {
        fault: "pages of other sites sign people out",
        original: "const changes = !SAFE_METHODS.has(access.method) && route.bringsProof !== true;",
        replacement: "const changes = false;",
      },
      {
        fault: "a cookie that has ended is left where it is",
        original: "if (!caller.ok && caller.staleCookie)",
        replacement: "if (!caller.ok && !caller.staleCookie)",
      },
    ],
  },
  {
    file: "src/server/api/door.ts",
    tests: KEY_TESTS,
    mutants: [
      {
        fault: "a bound key speaks for the source in the address",
        original: "named !== principal.source)",
        replacement: `named === "")`,
      },
      {
        fault: "a bound key speaks for sources in the body",
        original: "!item.ok || item.report.source === bound",
        replacement: "!item.ok || item.report.source !== bound || true",
      },
    ],
  },
  {
    file: "src/server/api/people.ts",
    tests: SESSION_TESTS,
    mutants: [
      {
        fault: "anybody sets another's password",
        original: `if (principal.role !== "admin")`,
        replacement: `if (principal.role === null)`,
      },
      {
        fault: "anybody ends another's session",
        original: "sessions.some((session) => session.id === id)",
        replacement: "sessions.some((session) => session.id !== 0)",
      },
    ],
  },
  {
    file: "src/server/api/rights.ts",
    tests: SESSION_TESTS,
    mutants: [
      {
        fault: "a socket outlives the session's idle time",
        original: "if (watched.until <= time) renew(socket, watched);",
        replacement: "if (watched.until <= time - 86_400_000) renew(socket, watched);",
      },
      {
        fault: "a socket outlives a key that was revoked",
        original: "(keyId !== null && keys.includes(keyId))",
        replacement: "(keyId === 0 && keys.includes(keyId))",
      },
    ],
  },
  {
    file: "src/server/process/access.ts",
    tests: ENTRANCE_TESTS,
    mutants: [
      {
        fault: "a server behind a proxy is open",
        original: "isLoopback(host) && publicOrigin === null && !isBehindProxy",
        replacement: "isLoopback(host) && !isBehindProxy",
      },
      {
        fault: "a server stays open once there are accounts",
        original: "!hasProvider && !hasAccounts",
        replacement: "!hasProvider",
      },
    ],
  },
  {
    file: "src/server/process/entrance.ts",
    tests: ENTRANCE_TESTS,
    mutants: [
      {
        fault: "who listens to an open server listens on",
        original: `if (wasOpen && anonymous() !== "open")`,
        replacement: `if (wasOpen && anonymous() === "open")`,
      },
    ],
  },
];
