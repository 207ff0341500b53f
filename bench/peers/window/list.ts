import type { Accessor } from "solid-js";
import type { Alert } from "../../../src/domain/alert.ts";
import type { ConnectionState } from "../../../src/client/live/connection.ts";

export interface ListProps {
  readonly onConnection: (connection: ConnectionState) => void;
}

/** The rows that are at hand, and what has just become of them. */
export interface Held {
  readonly alerts: readonly Alert[];
  /** Whether rows came in above, and the reader was not at the top to see them. */
  readonly isShifted: boolean;
}

/** How a list shows its rows, and how it is put at one of them. */
export interface Shown {
  readonly held: Accessor<Held>;
  /** Calls back with what puts the list at the row with that index. */
  readonly onReady: (scrollTo: (index: number) => void) => void;
}
