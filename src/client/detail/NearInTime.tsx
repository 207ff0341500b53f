import { createEffect, createMemo, createSignal, on, onCleanup, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { plain } from "../words/plain.ts";
import { type Near, readNear } from "./near.ts";

/** It is looked for once the alert has been open for this long (ms): who goes on at once asks for nothing. */
const PAUSE = 400;

/** What came at about the same time and has something in common. Its line is there before it is. */
export function NearInTime(props: { readonly alert: Alert }) {
  const [near, setNear] = createSignal<Near | null>(null);
  const id = createMemo(() => props.alert.id);

  createEffect(
    on(id, () => {
      const gone = new AbortController();
      const { alert } = props;
      setNear(null);
      const waiting = setTimeout(() => void read(alert, gone.signal), PAUSE);
      onCleanup(() => {
        gone.abort();
        clearTimeout(waiting);
      });
    }),
  );

  async function read(alert: Alert, signal: AbortSignal): Promise<void> {
    const found = await readNear(alert, signal);
    if (!signal.aborted) setNear(found);
  }

  return (
    <Show when={near()}>
      {(found) => (
        <>
          Also within 5 min:{" "}
          <a href={found().path}>
            {found().others.toLocaleString("en")} with <bdi>{plain(found().label)}</bdi>
          </a>
        </>
      )}
    </Show>
  );
}
