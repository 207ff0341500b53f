import { createMemo, createSignal, Index, Show, untrack } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { useClock } from "../ui/clock.ts";
import { useModal } from "../ui/modal.ts";
import { fieldText } from "../words/time-field.ts";
import { soonWords } from "../words/time.ts";
import { ownTime, snoozeTimes } from "./snooze-times.ts";

/** What a time of one's own begins with is so far off (ms). */
const DAY = 86_400_000;

/** What is to be put off, and what happens then. */
export interface SnoozeRequest {
  readonly subject: Pick<Alert, "title" | "snoozedUntil">;
  readonly onChoose: (until: string) => void;
  readonly onWake: () => void;
}

export interface SnoozeProps {
  /** Null while nothing is to be put off. */
  readonly request: SnoozeRequest | null;
  readonly onClose: () => void;
  readonly onToggle: (isOpen: boolean) => void;
}

/** Asks until when one alert or several are to be put off. */
export function SnoozeDialog(props: SnoozeProps) {
  const clock = useClock();
  let dialog!: HTMLDialogElement;

  const close = useModal(() => dialog, {
    isWanted: () => props.request !== null,
    onDismiss: () => props.onClose(),
  });

  /** What was asked for, which is forgotten with the dialog. */
  function taken(): SnoozeRequest | null {
    const { request } = props;
    close();
    return request;
  }

  const choose = (until: string): void => taken()?.onChoose(until);
  const wake = (): void => taken()?.onWake();

  /** The digits choose, in the order of what they are printed on. */
  function onKey({ key, target }: KeyboardEvent): void {
    if (target instanceof HTMLInputElement || !/^[1-9]$/u.test(key)) return;
    dialog
      .querySelectorAll<HTMLElement>(".times button")
      .item(Number(key) - 1)
      ?.click();
  }

  return (
    <dialog
      class="snooze"
      aria-labelledby="snooze-title"
      ref={dialog}
      onToggle={({ newState }) => props.onToggle(newState === "open")}
      onKeyDown={onKey}
      // What is pressed beside it is pressed on its backdrop, which is the dialog itself.
      onClick={({ target }) => target === dialog && close()}
    >
      <div class="snooze-body">
        <h2 id="snooze-title">Snooze</h2>
        <Show when={props.request}>
          {(request) => (
            <>
              <p dir="auto">{request().subject.title}</p>
              <Times onChoose={choose} />
            </>
          )}
        </Show>
        <div class="snooze-end">
          <Show when={props.request?.subject.snoozedUntil}>
            {(until) => (
              <>
                <span>Until {soonWords(until(), clock.now(), clock.zone())} now</span>
                <button type="button" class="button" onClick={wake}>
                  Wake
                </button>
              </>
            )}
          </Show>
          <button type="button" class="button" onClick={close}>
            Cancel
          </button>
        </div>
      </div>
    </dialog>
  );
}

function Times(props: { onChoose: (until: string) => void }) {
  const clock = useClock();
  const [problem, setProblem] = createSignal("");
  const times = createMemo(() => snoozeTimes(clock.now(), clock.zone()));
  const choose = (until: number): void => props.onChoose(new Date(until).toISOString());
  const at = (until: number) => soonWords(new Date(until).toISOString(), clock.now(), clock.zone());
  // Once, for what is being typed is not the clock's.
  const beginning = untrack(() => fieldText(clock.now() + DAY, clock.zone()));
  let field!: HTMLInputElement;

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const until = ownTime(field.value, clock.now(), clock.zone());
    if (until === null) setProblem("That is not a time to come.");
    else choose(until);
  }

  return (
    <>
      <ul class="times">
        <Index each={times()}>
          {(time, index) => (
            <li>
              <button type="button" onClick={() => choose(time().until)}>
                {time().words}
                <small>{at(time().until)}</small>
                <kbd aria-hidden="true">{index + 1}</kbd>
              </button>
            </li>
          )}
        </Index>
      </ul>
      <form class="own-time" onSubmit={submit} noValidate>
        <input
          type="datetime-local"
          aria-label="Until another time"
          aria-describedby="own-time-problem"
          value={beginning}
          ref={field}
          onInput={() => setProblem("")}
        />
        <button type="submit" class="button">
          Snooze
        </button>
        <p id="own-time-problem" role="alert">
          {problem()}
        </p>
      </form>
    </>
  );
}
