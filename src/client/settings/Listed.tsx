import { type JSX, Match, Show, Switch } from "solid-js";
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

/** For those to whom a page is not shown. */
export function ForAdmins(props: { title: string; isAdmin: boolean; children: JSX.Element }) {
  return (
    <Show
      when={props.isAdmin}
      fallback={
        <section>
          <h1>{props.title}</h1>
          <p class="lead">That is for admins. Ask one of them, or sign in as one.</p>
        </section>
      }
    >
      {props.children}
    </Show>
  );
}
