import {
  type Accessor,
  createEffect,
  createMemo,
  createSignal,
  on,
  onCleanup,
  onMount,
} from "solid-js";
import type { Alert } from "../../shared/alert.ts";
import type { Answer, Failure } from "../../shared/answer.ts";
import { isPassing, readAlert, readHistory } from "../feed/api.ts";
import type { Feed } from "../feed/feed.ts";
import type { Detail } from "../feed/opening.ts";
import type { Update } from "../window/window.ts";

/** The alert that is open, kept up to date also while its row is out of the window. */
export interface OpenDetail {
  /** Null while nothing is open or it has not been read yet. */
  readonly answer: Accessor<Answer<Detail> | null>;
  /** Why no more than the row is known, or no more than before. */
  readonly failure: Accessor<Failure | null>;
  readonly retry: () => void;
}

export function createDetail(
  feed: Feed,
  id: Accessor<number | null>,
  opening: Answer<Detail> | null,
): OpenDetail {
  const [read, setRead] = createSignal(opening);
  const [failure, setFailure] = createSignal<Failure | null>(null);
  let controller = new AbortController();

  /** Reads the history, and the alert where the feed does not have it. */
  async function load(alertId: number): Promise<void> {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    const [alert, history] = await Promise.all([
      readAlert(alertId, signal),
      readHistory(alertId, signal),
    ]);
    if (signal.aborted) return;
    if (!alert.ok) return fail(alert.failure);
    if (!history.ok) return fail(history.failure);
    setRead({ ok: true, value: { alert: alert.value, history: history.value } });
    setFailure(null);
  }

  /** What is known stays, unless the server says that it is no more. */
  function fail(failure: Failure): void {
    if (read()?.ok && isPassing(failure)) setFailure(failure);
    else setRead({ ok: false, failure });
  }

  function open(alertId: number | null): void {
    setFailure(null);
    if (alertId === null) {
      controller.abort();
      setRead(null);
      return;
    }
    const alert = feed.rows.row(alertId);
    setRead(alert ? { ok: true, value: { alert, history: [] } } : null);
    void load(alertId);
  }

  function receive({ put, patch, remove, to }: Update): void {
    const detail = read();
    if (!detail?.ok) return;
    const { id: alertId, seq } = detail.value.alert;
    const isChanged = [...put, ...patch].some((row) => row.id === alertId && row.seq > seq);
    if (isChanged || (remove.includes(alertId) && to > seq)) void load(alertId);
  }

  createEffect(on(id, open, { defer: true }));
  onMount(() => onCleanup(feed.listen(receive)));

  const answer = createMemo((): Answer<Detail> | null => {
    const detail = read();
    if (!detail?.ok) return detail;
    const { alert, history } = detail.value;
    return { ok: true, value: { alert: latest(alert), history } };
  });

  function latest(alert: Alert): Alert {
    const row = feed.rows.row(alert.id);
    return feed.overlays.on(row && row.seq > alert.seq ? row : alert);
  }

  return { answer, failure, retry: () => open(id()) };
}
