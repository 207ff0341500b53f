import type { MomentReader } from "./moments.ts";
import type { Webhooks } from "./webhooks.ts";

/** What is written of webhooks while events are sent to them: the one who writes the file does it. */
export type DeliveryWrites = Pick<Webhooks, "route" | "settle" | "drop" | "note">;

/** What whoever sends reads, over a connection of their own. */
export interface DeliveryReads extends Pick<Webhooks, "all" | "course" | "secrets"> {
  readonly moments: MomentReader;
  close(): Promise<void>;
}
