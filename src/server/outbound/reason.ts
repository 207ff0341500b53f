import { REASONS } from "../../protocol/webhook-reason.ts";

/** Why an attempt came to nothing. */
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
