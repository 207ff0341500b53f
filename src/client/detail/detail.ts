import {
  type Accessor,
  createEffect,
  createMemo,
  createSignal,
  on,
  onCleanup,
  onMount,
} from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { type Answer, type Failure, isPassing } from "../../protocol/answer.ts";
import type { Episodes } from "../../protocol/episodes.ts";
import type { History } from "../../protocol/history.ts";
import { type Detail, readDetail, readHistory } from "../api/api.ts";
import type { Feed } from "../feed/feed.ts";
import { extended, renewed, UNREAD } from "./history.ts";
import { createLoad, type Load } from "../api/load.ts";
import type { Update } from "../window/window.ts";
import { type Coalesced, coalesced } from "./coalesced.ts";

/** Between two reads of an alert that changes all the time lies at least this (ms). */
const PAUSE = 500;

/** What is known of earlier episodes before they have been read. */
const NONE: Episodes = { episodes: [], older: null };

/** What is shown of the alert that is open. */
export interface Shown extends Detail {
  /** The alert as it was read with its history, which what is heard of it since is ahead of. */
  readonly asRead: Alert;
}

/** The alert that is open, kept up to date also while its row is out of the window. */
export interface OpenDetail {
  /** Null while nothing is open or it has not been read yet. */
  readonly answer: Accessor<Answer<Shown> | null>;
  /** Why no more than the row is known, or no more than before. */
  readonly failure: Accessor<Failure | null>;
  readonly retry: () => void;
  /** The page of its history before what is at hand. */
  readonly older: Load;
  readonly loadOlder: () => void;
  /** Reads the newest of its history, where the reader has gone so far back that it was let go. */
  readonly newest: () => void;
}

export function createDetail(
  feed: Feed,
  id: Accessor<number | null>,
  opening: Answer<Detail> | null,
): OpenDetail {
  const [read, setRead] = createSignal(opening);
  const [failure, setFailure] = createSignal<Failure | null>(null);
  const older = createLoad(() => loadOlder());
  let reads = readsOf(id());
  /** The last event of the alert that the page has heard of, and the last that its history was read anew for. */
  let heard = 0;
  let sought = 0;

  function readsOf(alertId: number | null): Coalesced {
    return coalesced(async (signal) => {
      if (alertId !== null) await load(alertId, signal);
    }, PAUSE);
  }

  /** Reads the alert, which the feed may not have, and the newest of its history. */
  async function load(alertId: number, signal: AbortSignal): Promise<void> {
    const answer = await readDetail(alertId, signal);
    if (signal.aborted) return;
    if (!answer.ok) return fail(answer.failure);
    const { alert, history, episodes } = answer.value;
    const told = renewed(known()?.history ?? UNREAD, history, feed.epoch());
    setRead({ ok: true, value: { alert, history: told, episodes } });
    setFailure(null);
    seek(alert.seq);
  }

  /** Reads anew what was read before that event, once for each: the alert and its history are read beside each other. */
  function seek(seq: number): void {
    heard = Math.max(heard, seq);
    const history = known()?.history ?? UNREAD;
    const told = history.events.at(-1)?.seq ?? heard;
    if (history.newer !== null || told >= heard || sought >= heard) return;
    sought = heard;
    reads.ask();
  }

  function known(): Detail | null {
    const detail = read();
    return detail?.ok ? detail.value : null;
  }

  /** What is known stays, unless the server says that it is no more. */
  function fail(failure: Failure): void {
    if (known() !== null && isPassing(failure)) setFailure(failure);
    else setRead({ ok: false, failure });
  }

  function loadOlder(): void {
    const detail = known();
    const cursor = detail?.history.older ?? null;
    if (detail === null || cursor === null) return;
    const { id: alertId } = detail.alert;
    older.run(
      (signal) => readHistory(alertId, { before: cursor }, signal),
      (page) => putBefore(cursor, page),
    );
  }

  function putBefore(cursor: string, page: History): void {
    const detail = known();
    // What it was to be put before may have been let go meanwhile.
    if (detail?.history.older !== cursor) return;
    const history = extended(detail.history, page, feed.epoch());
    setRead({ ok: true, value: { ...detail, history } });
  }

  function newest(): void {
    const detail = known();
    if (detail === null) return;
    older.abort();
    setRead({ ok: true, value: { ...detail, history: UNREAD } });
    reads.ask();
  }

  function open(alertId: number | null): void {
    reads.stop();
    older.abort();
    setFailure(null);
    reads = readsOf(alertId);
    heard = sought = 0;
    const alert = alertId === null ? undefined : feed.rows.row(alertId);
    setRead(alert ? { ok: true, value: { alert, history: UNREAD, episodes: NONE } } : null);
    reads.ask();
  }

  function receive({ put, patch, remove, to }: Update): void {
    const told = [...put, ...patch].find((row) => row.id === id())?.seq ?? 0;
    heard = Math.max(heard, told);
    const detail = known();
    if (detail === null) return;
    const { id: alertId, seq } = detail.alert;
    if (told > seq || (remove.includes(alertId) && to > seq)) reads.ask();
  }

  createEffect(on(id, open, { defer: true }));
  onMount(() => {
    onCleanup(feed.listen(receive));
    const detail = known();
    if (detail !== null) seek(detail.alert.seq);
  });
  onCleanup(() => reads.stop());

  const answer = createMemo((): Answer<Shown> | null => {
    const detail = read();
    if (!detail?.ok) return detail;
    const { alert: asRead } = detail.value;
    return { ok: true, value: { ...detail.value, asRead, alert: feed.latest(asRead) } };
  });

  return { answer, failure, retry: () => reads.ask(), older, loadOlder, newest };
}
