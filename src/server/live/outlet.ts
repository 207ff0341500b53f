import "server-only";
import type { ResetReason } from "../../protocol/frame.ts";

/** Where frames go. The hub knows nothing of sockets. */
export interface Outlet {
  /** The frame is shared with others and MUST NOT be changed. */
  send(frame: Buffer): void;
  /** Bytes handed over that the other side has not taken yet. */
  backlog(): number;
  /** What was subscribed cannot go on; a new subscription can begin after a fresh page. */
  reset(reason: ResetReason): void;
  close(code: number, reason: string): void;
  /** The store could not be read. */
  fail(error: unknown): void;
}
