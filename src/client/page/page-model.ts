import { type Accessor, createContext, useContext } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Clock } from "../ui/clock.ts";
import type { Commands } from "../commands/commands.ts";
import type { OpenDetail } from "../detail/detail.ts";
import type { Drafts } from "../detail/drafts.ts";
import type { Feed } from "../feed/feed.ts";
import type { Presses } from "../commands/press.ts";
import type { Toasts } from "../ui/toasts.ts";

export interface ConnectionState {
  readonly state: "live" | "connecting" | "offline";
  readonly reason: string;
}

/** What the parts of the page share. */
export interface PageModel {
  readonly feed: Feed;
  /** What the address of the page asks for; the feed follows once it has been read. */
  readonly filter: Accessor<WrittenFilter>;
  readonly detail: OpenDetail;
  readonly commands: Commands;
  readonly presses: Presses;
  readonly drafts: Drafts;
  readonly toasts: Toasts;
  readonly clock: Clock;
  readonly connection: Accessor<ConnectionState>;
  /** Does not wait any longer to connect again. */
  readonly reconnect: () => void;
  readonly isPaused: Accessor<boolean>;
  /** Holds what arrives, or no longer does. */
  readonly togglePause: () => void;
  /** The alert whose detail is open. */
  readonly openId: Accessor<number | null>;
  readonly pathOf: (alert: Pick<Alert, "id">) => string;
  /** False until the script is there: until then everything is plain links and text. */
  readonly isAlive: Accessor<boolean>;
}

const PageContext = createContext<PageModel>();
export const PageProvider = PageContext.Provider;

export function usePage(): PageModel {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error("There is no page around this component");
  return page;
}
