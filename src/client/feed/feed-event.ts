import type { Alert } from "../../domain/alert.ts";
import type { Epoch, Head } from "../../domain/cursor.ts";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { ResetReason } from "../../protocol/frame.ts";
import type { Page, Where } from "../../protocol/page.ts";
import type { Anchor, Landing } from "../scroll/scroll.ts";
import type { Side, Update } from "../window/window.ts";
import type { FeedState, Journey, LandingOn, ReadName } from "./feed-state.ts";
import type { Pending } from "./pending.ts";
import type { Landed } from "./read-landing.ts";

/** How the reader stands to the list when something comes in. */
export interface Stance {
  /** The row in the middle of what is seen. */
  readonly centre: number;
  readonly isAtTop: boolean;
  /** Whether nothing may move under the hand, and whether it has been gone long enough. */
  readonly isHandOn: boolean;
  readonly hasHandRested: boolean;
}

export type FeedEvent =
  /** The server says what has changed, in several steps where these waited for one another. */
  | { readonly type: "updated"; readonly updates: readonly Update[]; readonly at: Stance }
  /** The reader has done something, to be shown at once. */
  | { readonly type: "expected"; readonly pending: Pending }
  /** The server did not do it. */
  | { readonly type: "refused"; readonly pending: Pending }
  /** The alert as the server has answered, who was asked in the database `asked`. */
  | {
      readonly type: "settled";
      readonly alert: Alert;
      readonly asked: Epoch;
      readonly pending?: Pending | undefined;
      readonly at: Stance;
    }
  /** The reader wants to see what is held. */
  | { readonly type: "brought" }
  /** The reader has scrolled up to where what is held begins. */
  | { readonly type: "met" }
  | { readonly type: "pause-toggled"; readonly isAtTop: boolean }
  /** Time has passed; the hand may have gone. */
  | { readonly type: "looked"; readonly at: Stance }
  /** The reader is near that end of the window. */
  | { readonly type: "neared"; readonly side: Side; readonly centre: number }
  /** The reader stops a search that takes long, or lets it go on. */
  | { readonly type: "search-toggled" }
  /** The reader goes elsewhere; where no filter is named, it stays as it is. */
  | {
      readonly type: "jumped";
      readonly where: Where;
      readonly landingOn: LandingOn;
      readonly filter?: WrittenFilter | undefined;
    }
  | { readonly type: "visited"; readonly alertId: number; readonly landing: Landing }
  | { readonly type: "went-to-oldest" }
  | { readonly type: "placed"; readonly landing: Landing }
  /** The server cannot go on from where we are. */
  | {
      readonly type: "reset";
      readonly reason: ResetReason;
      readonly anchor: Anchor | null;
      readonly isAtTop: boolean;
    }
  | { readonly type: "landed"; readonly landed: Landed; readonly centre: number }
  | { readonly type: "paged"; readonly side: Side; readonly page: Page; readonly centre: number }
  | { readonly type: "read-failed"; readonly read: ReadName }
  | { readonly type: "retried"; readonly read: ReadName; readonly centre: number };

export type FeedEffect =
  /** Shows the rows: without moving the reader, or where the reader is put. */
  | { readonly type: "show"; readonly landing?: Landing }
  /** Everyone who listens hears of it, before it is shown. */
  | { readonly type: "tell"; readonly update: Update }
  /** Forgets all that is being read. */
  | { readonly type: "abort" }
  | { readonly type: "read-landing"; readonly journey: Journey; readonly epoch: Epoch }
  | {
      readonly type: "read-page";
      readonly side: Side;
      readonly where: Where;
      readonly filter: WrittenFilter;
    }
  | { readonly type: "subscribe"; readonly since: Head; readonly filter: WrittenFilter };

export type Step = readonly [FeedState, readonly FeedEffect[]];

export function show(state: FeedState, landing?: Landing): Step {
  return [state, [{ type: "show", ...(landing !== undefined && { landing }) }]];
}
