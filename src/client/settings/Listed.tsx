import { type JSX, Match, Switch } from "solid-js";
import type { Answer } from "../../protocol/answer.ts";
import { LoadFailure } from "../ui/LoadFailure.tsx";
import type { Reading } from "./reading.ts";

/** What was read, once it is there; or why it is not. */
export function Listed<T>(props: {
  reading: Reading<T>;
  children: (value: () => T) => JSX.Element;
}) {
  const answer = (): Answer<T> | undefined => props.reading.answer();
  const failure = () => {
    const read = answer();
    return read?.ok === false ? read.failure : null;
  };
  const value = () => {
    const read = answer();
    return read?.ok ? { read: read.value } : null;
  };
  return (
    <Switch fallback={<p class="late">Loading…</p>}>
      <Match when={failure()}>
        {(failed) => <LoadFailure failure={failed()} onRetry={() => void props.reading.again()} />}
      </Match>
      <Match when={value()}>{(there) => props.children(() => there().read)}</Match>
    </Switch>
  );
}
