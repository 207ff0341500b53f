import { type Accessor, createSignal } from "solid-js";
import { readPage } from "../../../src/client/api/api.ts";
import { connectLive } from "../../../src/client/live/socket.ts";
import type { ConnectionState } from "../../../src/client/live/connection.ts";
import type { Side } from "../../../src/client/window/window.ts";
import type { Alert } from "../../../src/domain/alert.ts";
import { writeCursor } from "../../../src/domain/cursor.ts";
import type { Page, Where } from "../../../src/protocol/page.ts";
import type { Held } from "./list.ts";

interface Source {
  readonly held: Accessor<Held>;
  /** Reads the page that lies next to the rows on that side. */
  readonly near: (side: Side) => void;
  /** Reads that end of the feed, in place of all that was there. */
  readonly jump: (to: "newest" | "oldest") => Promise<void>;
}

/**
 * Rows for a list that keeps all it has read, as a list with a virtualiser does: pages at both ends,
 * one request at a time on each side, and arrivals over Tocsin's own socket.
 */
export function createHeld(
  isAtTop: () => boolean,
  onConnection: (connection: ConnectionState) => void,
): Source {
  const [held, setHeld] = createSignal<Held>({ alerts: [], isShifted: false });
  const ends: Record<Side, string | null> = { older: null, newer: null };
  const isReading: Record<Side, boolean> = { older: false, newer: false };
  let epoch = "";
  const never = new AbortController().signal;
  const live = connectLive({
    onDiff: ({ put }) => ends.newer === null && addAbove(put.toSorted((a, b) => b.id - a.id)),
    onReset: () => location.reload(),
    onState: (state, reason) => onConnection({ state, reason }),
    onDoubt: () => {},
  });

  function addAbove(alerts: readonly Alert[]): void {
    const newest = held().alerts[0]?.id ?? 0;
    const above = alerts.filter(({ id }) => id > newest);
    if (above.length === 0) return;
    setHeld({ alerts: [...above, ...held().alerts], isShifted: !isAtTop() });
  }

  function addBelow(alerts: readonly Alert[]): void {
    setHeld({ alerts: [...held().alerts, ...alerts], isShifted: false });
  }

  async function near(side: Side): Promise<void> {
    const cursor = ends[side];
    if (cursor === null || isReading[side]) return;
    isReading[side] = true;
    const page = await read(side === "older" ? { before: cursor } : { after: cursor });
    isReading[side] = false;
    // Somewhere else was read meanwhile.
    if (ends[side] !== cursor) return;
    ends[side] = page[side];
    if (side === "older") addBelow(page.alerts);
    else addAbove(page.alerts);
  }

  async function jump(to: "newest" | "oldest"): Promise<void> {
    show(await read(to === "newest" ? {} : { after: writeCursor(epoch, 0) }));
  }

  function show(page: Page): void {
    ({ epoch } = page.head);
    ends.older = page.older;
    ends.newer = page.newer;
    setHeld({ alerts: page.alerts, isShifted: false });
  }

  async function read(where: Where): Promise<Page> {
    const answer = await readPage({}, where, never);
    if (!answer.ok) throw new Error(answer.failure.title);
    return answer.value;
  }

  async function open(): Promise<void> {
    const page = await read({});
    show(page);
    live.subscribe(page.head, {});
  }

  void open();
  return { held, near: (side) => void near(side), jump };
}
