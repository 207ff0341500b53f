import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";
import type { Answer } from "../../protocol/answer.ts";
import { type MonitorPoints, monitorPointsSchema } from "../../protocol/monitors.ts";
import { request } from "../api/request.ts";
import type { Stretch } from "./series.ts";

/** Of which monitor, and of which time. */
export interface Wanted extends Stretch {
  readonly id: number;
}

export interface Points extends MonitorPoints {
  readonly stretch: Stretch;
}

function readPoints({ id, from, to }: Wanted, signal: AbortSignal): Promise<Answer<MonitorPoints>> {
  const times = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  return request(monitorPointsSchema, `/api/monitors/${id}/points?${new URLSearchParams(times)}`, {
    signal,
  });
}

/** The points of a monitor, read whenever others are wanted. What was read before stays until they are there. */
export function createPoints(wanted: Accessor<Wanted>): {
  /** Null until something was read. */
  readonly answer: Accessor<Answer<Points> | null>;
  readonly again: () => void;
} {
  const [answer, setAnswer] = createSignal<Answer<Points> | null>(null);
  const [turn, setTurn] = createSignal(0);

  async function read(which: Wanted, signal: AbortSignal): Promise<void> {
    const read = await readPoints(which, signal);
    if (signal.aborted) return;
    setAnswer(read.ok ? { ok: true, value: { ...read.value, stretch: which } } : read);
  }

  createEffect(
    on([wanted, turn], ([which]) => {
      const gone = new AbortController();
      onCleanup(() => gone.abort());
      void read(which, gone.signal);
    }),
  );
  return { answer, again: () => void setTurn((before) => before + 1) };
}
