import { createEffect, createMemo, createSignal, For, onCleanup, Show, untrack } from "solid-js";
import type { Answer } from "../../../protocol/answer.ts";
import type { Preview } from "../../../protocol/monitors.ts";
import { bucketWords } from "../../chart/chart-words.ts";
import { MonitorChart } from "../../chart/MonitorChart.tsx";
import { useClock } from "../../ui/clock.ts";
import { failureWords } from "../../words/failure-words.ts";
import { plain } from "../../words/plain.ts";
import { Field } from "../Field.tsx";
import { type Draft, wantedOf } from "./draft.ts";
import { overWords, previewWords } from "./monitor-words.ts";
import { previewMonitor, type WantedMonitor } from "./monitors.ts";
import { lineWords, type Pasted, readPasted, type ReadPasted } from "./pasted.ts";

/** It is asked once nothing more was changed for this long (ms). */
const PAUSE = 500;
/** So many of the alerts are told; the chart shows all of them. */
const TOLD = 10;

/** What a monitor would have opened, had it been as the form says: from the first look on, after each change. */
export function MonitorPreview(props: { draft: Draft }) {
  const clock = useClock();
  const [isShown, setIsShown] = createSignal(false);
  const [isAsking, setIsAsking] = createSignal(false);
  const [answer, setAnswer] = createSignal<Answer<Preview> | null>(null);
  const [text, setText] = createSignal("");
  // Of all that is typed in the form, what was pasted is read by this alone: 50,000 lines take their time.
  const bucket = createMemo(() => props.draft.bucket);
  /** Null where nothing was pasted. */
  const pasted = createMemo<ReadPasted | null>(() => {
    if (text().trim() === "") return null;
    return readPasted(text(), bucket() * 1000, untrack(clock.now));
  });
  const wanted = createMemo(() => wantedIn(props.draft, pasted()), undefined, {
    equals: sameTried,
  });

  createEffect(() => {
    const which = wanted();
    if (!isShown() || which === null) {
      setIsAsking(false);
      return;
    }
    const gone = new AbortController();
    setIsAsking(true);
    const waiting = setTimeout(() => void ask(which, gone.signal), PAUSE);
    onCleanup(() => {
      clearTimeout(waiting);
      gone.abort();
    });
  });

  async function ask(which: Tried, signal: AbortSignal): Promise<void> {
    const read = await previewMonitor(which, signal);
    if (signal.aborted) return;
    setAnswer(read);
    setIsAsking(false);
  }

  const preview = createMemo<Preview | null>((before) => {
    const read = answer();
    return read?.ok ? read.value : before;
  }, null);
  const objection = () => {
    const read = pasted();
    return read?.ok === false ? read.words : "";
  };
  const failure = () => {
    const read = answer();
    if (isAsking() || read?.ok !== false) return "";
    const from = pasted();
    if (!from?.ok) return failureWords(read.failure);
    return failureWords({ ...read.failure, detail: lineWords(read.failure.detail, from.pasted) });
  };

  return (
    <div class="preview" role="group" aria-label="Preview">
      <Show
        when={isShown()}
        fallback={
          <button type="button" class="button" onClick={() => setIsShown(true)}>
            Show what it would have opened
          </button>
        }
      >
        <p class="preview-words" role="status">
          <Show
            when={!isAsking()}
            fallback={pasted() === null ? "Trying it on the last 30 days…" : "Trying it on these…"}
          >
            <Show when={failure() === "" && preview()}>
              {(read) => previewWords(read(), pasted() !== null)}
            </Show>
          </Show>
        </p>
        <p class="attempt slim" role="alert">
          {failure()}
        </p>
        <Show when={preview()}>{(read) => <Shown name={props.draft.name} preview={read()} />}</Show>
        <details>
          <summary>Try it on other numbers</summary>
          <Field
            field="points"
            label="Numbers"
            fault={objection()}
            note="One a line: a time and a value, or values alone, one for each bucket. CSV as other systems export it will do. They are not kept."
          >
            {({ id, describedBy }) => (
              <textarea
                id={id}
                class="code"
                rows="6"
                spellcheck={false}
                autocomplete="off"
                placeholder={"2026-11-26 12:00:00, 980"}
                value={text()}
                aria-describedby={describedBy}
                aria-invalid={objection() !== ""}
                onInput={({ currentTarget }) => setText(currentTarget.value)}
              />
            )}
          </Field>
        </details>
      </Show>
    </div>
  );
}

/** What is tried, and on what, where that is not its own input. */
type Tried = WantedMonitor & { readonly points?: Pasted["points"] };

/** Null where it cannot be asked. How it is called changes nothing of what it opens. */
function wantedIn(draft: Draft, pasted: ReadPasted | null): Tried | null {
  if (pasted?.ok === false) return null;
  const read = wantedOf({ ...draft, name: "It", labels: "" });
  if (!read.ok) return null;
  if (pasted === null) return read.wanted;
  // Where they come from matters no more, and need not be said yet.
  return { ...read.wanted, input: { type: "push", name: "It" }, points: pasted.pasted.points };
}

/** Points are the same where they were read once. */
function sameTried(a: Tried | null, b: Tried | null): boolean {
  if (a?.points !== b?.points) return false;
  return JSON.stringify({ ...a, points: null }) === JSON.stringify({ ...b, points: null });
}

function Shown(props: { name: string; preview: Preview }) {
  const clock = useClock();
  const stretch = createMemo(() => {
    const { points } = props.preview;
    const [first, last] = [points[0], points.at(-1)];
    return first && last && { from: Date.parse(first.time), to: Date.parse(last.time) };
  });
  const newest = createMemo(() => props.preview.spans.toReversed());
  return (
    <Show when={stretch()}>
      {(within) => (
        <>
          <MonitorChart
            name={plain(props.name) || "The number"}
            series={props.preview}
            stretch={within()}
          />
          <Show when={newest().length > 0}>
            <ul class="would-open" aria-label="What it would have opened, newest first">
              <For each={newest().slice(0, TOLD)}>
                {(span) => (
                  <li>
                    <time datetime={span.from}>
                      {bucketWords(Date.parse(span.from), clock.zone())}
                    </time>{" "}
                    <span>{span.title}</span> <small>{span.closing ?? overWords(span)}</small>
                  </li>
                )}
              </For>
              <Show when={newest().length > TOLD}>
                <li>
                  <small>and {newest().length - TOLD} before</small>
                </li>
              </Show>
            </ul>
          </Show>
        </>
      )}
    </Show>
  );
}
