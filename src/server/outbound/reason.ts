/**
 * The closed vocabulary of why an attempt came to nothing, with a sentence for people. There is one for
 * all refusals: to say which would tell what lies in the network that Tocsin runs in.
 */
export const REASONS = {
  "address-refused": "The address is not one that may be called.",
  "name-not-found": "The name of the host is not known.",
  "name-timeout": "The name of the host could not be looked up in time.",
  unreachable: "There is no way to the host.",
  "connection-refused": "Nobody listens at that port of the host.",
  "connection-lost": "The connection ended before an answer came.",
  certificate: "The certificate is not trusted, has run out, or is another host's.",
  tls: "No encrypted connection could be made.",
  timeout: "No answer came in time.",
  "malformed-answer": "What came is not an answer of HTTP.",
  "answer-too-large": "The answer is longer than is read of any.",
  redirected: "The answer points elsewhere, and that is not followed.",
  status: "The answer says that it was not taken.",
  "proxy-failed": "The egress proxy did not let it through.",
  stopped: "Tocsin was stopping.",
  internal: "Something went wrong on our side.",
} as const;

export type Reason = keyof typeof REASONS;

/** Ends an attempt. */
export class Fault extends Error {
  override name = "Fault";
  readonly reason: Reason;

  constructor(reason: Reason, options?: ErrorOptions) {
    super(REASONS[reason], options);
    this.reason = reason;
  }
}

const BY_CODE: Readonly<Record<string, Reason>> = {
  ENOTFOUND: "name-not-found",
  ENODATA: "name-not-found",
  EAI_AGAIN: "name-not-found",
  EAI_NODATA: "name-not-found",
  EAI_FAIL: "name-not-found",
  ECONNREFUSED: "connection-refused",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  EACCES: "unreachable",
  EPERM: "unreachable",
  EINVAL: "unreachable",
  ETIMEDOUT: "timeout",
  ECONNRESET: "connection-lost",
  ECONNABORTED: "connection-lost",
  EPIPE: "connection-lost",
  ERR_STREAM_PREMATURE_CLOSE: "connection-lost",
  HPE_HEADER_OVERFLOW: "answer-too-large",
};

/** Why it failed, as far as the system's error tells. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof Fault) return error.reason;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return BY_CODE[code] ?? (code.startsWith("HPE_") ? "malformed-answer" : "internal");
}
