import type { WrittenFilter } from "../../domain/filter.ts";
import type { Head } from "../../domain/cursor.ts";
import type { Answer } from "../../protocol/answer.ts";
import type { Page } from "../../protocol/page.ts";
import { readPage } from "../api/api.ts";
import { connectLive } from "../live/socket.ts";
import type { Update } from "../window/window.ts";

/** Where the log stands is asked again after this time (ms), where it could not be read. */
const AGAIN = 10_000;

/** Where the log stands, and the highest id that has arrived. */
export interface Stand {
  readonly head: Head;
  readonly newest: number;
}

/** Asks until it is answered; null once it is aborted. */
export async function readStand(signal: AbortSignal): Promise<Stand | null> {
  for (;;) {
    const page: Answer<Page> = await readPage({ deleted: "include" }, {}, signal, 1);
    if (signal.aborted) return null;
    if (page.ok) return { head: page.value.head, newest: page.value.alerts[0]?.id ?? 0 };
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

/** What a view tells. */
export interface Hearing {
  /** It is heard, for the first time or after its connection was lost. */
  readonly onHeard: () => void;
  readonly onUpdate: (update: Update) => void;
  /** What was between cannot be told any more: begin anew. */
  readonly onReset: () => void;
  /** The server may not know any more who this is. */
  readonly onDoubt: () => void;
}

/**
 * Hears a view on a connection of its own, until the returned function is called. The page's own hears
 * what the page shows, and that alone.
 */
export function hear(filter: WrittenFilter, since: Head, hearing: Hearing): () => void {
  let isHeard = false;
  const live = connectLive({
    onDiff: hearing.onUpdate,
    onReset: hearing.onReset,
    onState: (state) => {
      const wasHeard = isHeard;
      isHeard = state === "live";
      if (isHeard && !wasHeard) hearing.onHeard();
    },
    onDoubt: hearing.onDoubt,
  });
  live.subscribe(since, filter);
  return live.close;
}
