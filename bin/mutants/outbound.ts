import type { Subject } from "./mutant.ts";

const OUTBOUND = "src/server/outbound";

/** Of what may be called, and of whom a connection goes to. */
export const CALLING_OUT: readonly Subject[] = [
  {
    file: `${OUTBOUND}/guard.ts`,
    tests: ["guard", "answer", "egress-proxy"].map((name) => `${OUTBOUND}/${name}.test.ts`),
    mutants: [
      {
        fault: "a name may mean one address that is not public beside others",
        original: "!addresses.every(isCallable)",
        replacement: "!addresses.some(isCallable)",
      },
      {
        fault: "a proxy is asked for an address that may not be called",
        original: `if (isIP(host) !== 0 && !isCallable(host)) throw new Fault("address-refused");`,
        replacement: "",
      },
      {
        fault: "the headers that people chose are sent in place of our own",
        original: "...request.headers, ...headers, ...ownHeaders(target, request)",
        replacement: "...ownHeaders(target, request), ...headers, ...request.headers",
      },
      {
        fault: "what was broken off by a stop has failed",
        original: `if (stop?.aborted === true) return "stopped";`,
        replacement: "",
      },
      {
        fault: "connections stay open",
        original: "connection?.destroy();",
        replacement: "",
      },
    ],
  },
  {
    file: `${OUTBOUND}/attempt.ts`,
    tests: ["guard", "answer"].map((name) => `${OUTBOUND}/${name}.test.ts`),
    mutants: [
      {
        fault: "a redirect is as good as an answer",
        original: "status >= 200 && status < 300",
        replacement: "status >= 200 && status < 400",
      },
      {
        fault: "what was refused says where the name led",
        original: "isRefused ? null : address",
        replacement: "address",
      },
    ],
  },
  {
    file: `${OUTBOUND}/address.ts`,
    tests: [`${OUTBOUND}/address.property.test.ts`, `${OUTBOUND}/vectors.test.ts`],
    mutants: [
      {
        fault: "Azure's own service may be called",
        original: " && address !== WIRE_SERVER",
        replacement: "",
      },
      {
        fault: "an address of IPv6 that is given out nowhere is public",
        original: `parsed.match(GLOBAL_UNICAST) && parsed.range() === "unicast"`,
        replacement: `parsed.range() === "unicast"`,
      },
      {
        fault: "an address of IPv6 with another inside is public",
        original: `parsed.match(GLOBAL_UNICAST) && parsed.range() === "unicast"`,
        replacement: "parsed.match(GLOBAL_UNICAST)",
      },
    ],
  },
  {
    file: `${OUTBOUND}/allow-list.ts`,
    tests: [`${OUTBOUND}/allow-list.test.ts`],
    mutants: [
      {
        fault: "an address is allowed at all its ports",
        original: "one.address === written && one.port === port",
        replacement: "one.address === written",
      },
      {
        fault: "a port is allowed at all addresses",
        original: "one.address === written && one.port === port",
        replacement: "one.port === port",
      },
      {
        fault: "what never may be called can be allowed",
        original: "ALLOWABLE.has(address.range()) || isPublic(text) ? written : null",
        replacement: "written",
      },
      {
        fault: "where clouds tell their secrets may be allowed",
        original: "if (SECRETIVE.has(written)) return null;",
        replacement: "",
      },
      {
        fault: "a list with a fault in it is taken without that",
        original: "read.every((one) => one !== null) ? read : null",
        replacement: "read.filter((one) => one !== null)",
      },
    ],
  },
];
