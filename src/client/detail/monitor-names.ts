import { type Accessor, createEffect, createSignal } from "solid-js";
import * as v from "valibot";
import type { HistoryEntry } from "../../protocol/history.ts";
import { request } from "../api/request.ts";
import type { MonitorNames } from "../words/actor-words.ts";

const named = v.object({ name: v.string() });

/** What the monitors are called that have done something in a history. Each is asked for once, where there is one. */
export function createMonitorNames(
  entries: Accessor<readonly HistoryEntry[]>,
): Accessor<MonitorNames> {
  const [names, setNames] = createSignal<MonitorNames>(new Map());
  const asked = new Set<string>();

  createEffect(() => {
    for (const id of monitorsIn(entries())) {
      if (asked.has(id)) continue;
      asked.add(id);
      void read(id);
    }
  });

  async function read(id: string): Promise<void> {
    const answer = await request(named, `/api/monitors/${id}`);
    if (answer.ok) setNames((before) => new Map(before).set(id, answer.value.name));
    else if (answer.failure.code === "monitor-not-found")
      setNames((before) => new Map(before).set(id, null));
    // It is asked for again when the history has grown.
    else asked.delete(id);
  }

  return names;
}

/** The numbers of the monitors among those who act. */
export function monitorsIn(entries: readonly HistoryEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(({ actor }) => /^monitor:(\d{1,15})$/u.exec(actor)?.[1] ?? []));
}
