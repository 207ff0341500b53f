import type { Duty } from "./duty.ts";
import type { Monitors } from "./monitors.ts";
import type { Operations } from "./operations.ts";
import type { People } from "./people.ts";
import type { KeptPreferences } from "./preferences.ts";
import type { Store } from "./store.ts";
import type { Views } from "./views.ts";
import type { Webhooks } from "./webhooks.ts";

/** Everything that is kept in one database, whichever engine keeps it. */
export interface OpenedStore extends Store {
  readonly people: People;
  readonly webhooks: Webhooks;
  readonly monitors: Monitors;
  readonly operations: Operations;
  readonly views: Views;
  readonly preferences: KeptPreferences;
  /** A random id, made with the database, that says nothing else. */
  readonly instance: string;
  readonly duty: Duty;
  /**
   * Known to every node of the database and to nobody else: what one of them seals, another opens. Where there is one node
   * it lasts as long as that does.
   */
  readonly secret: Uint8Array;
}
