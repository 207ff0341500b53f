import { createSignal, createUniqueId, Show } from "solid-js";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Answer } from "../../protocol/answer.ts";
import { MAX_VIEW_NAME, type View } from "../../protocol/views.ts";
import { addView, changeView, removeView } from "../api/views.ts";
import { useSession } from "../session/session.ts";
import { useModal } from "../ui/modal.ts";
import { failureWords } from "../words/failure-words.ts";

export interface AskedView {
  /** The one that is to be changed; null where the filter is to become one. */
  readonly view: View | null;
  readonly filter: WrittenFilter;
}

interface Props {
  /** What it is about, null while nothing is asked. */
  readonly asked: AskedView | null;
  /** The views are other ones now. */
  readonly onDone: () => void;
  readonly onClose: () => void;
  readonly onToggle: (isOpen: boolean) => void;
}

/** Asks for the name of a view, who sees it, and whether one begins with it. */
export function ViewDialog(props: Props) {
  const mayShare = useSession().may("operate");
  const [problem, setProblem] = createSignal("");
  const [isUnderWay, setUnderWay] = createSignal(false);
  const id = createUniqueId();
  let dialog!: HTMLDialogElement;
  let name!: HTMLInputElement;
  let shared!: HTMLInputElement;
  let begins!: HTMLInputElement;

  const close = useModal(() => dialog, {
    isWanted: () => props.asked !== null,
    prepare: fill,
    onDismiss: () => props.onClose(),
  });

  function fill(): void {
    const view = props.asked?.view;
    name.value = view?.name ?? "";
    shared.checked = view?.shared ?? false;
    begins.checked = view?.default ?? false;
    setProblem("");
  }

  async function send(ask: () => Promise<Answer<unknown>>): Promise<void> {
    if (isUnderWay()) return;
    const { asked } = props;
    setUnderWay(true);
    const answer = await ask();
    setUnderWay(false);
    if (answer.ok) props.onDone();
    // Something else may be asked by now.
    if (props.asked !== asked) return;
    if (answer.ok) close();
    else setProblem(failureWords(answer.failure));
  }

  function save(event: SubmitEvent): void {
    event.preventDefault();
    if (props.asked === null) return;
    const { view, filter } = props.asked;
    const settings = {
      name: name.value,
      filter,
      default: begins.checked,
      ...(mayShare && { shared: shared.checked }),
    };
    void send(() => (view?.id == null ? addView(settings) : changeView(view.id, settings)));
  }

  return (
    <dialog
      class="keys view-dialog"
      aria-labelledby={`${id}-title`}
      ref={dialog}
      onToggle={({ newState }) => props.onToggle(newState === "open")}
    >
      <form onSubmit={save}>
        <h2 id={`${id}-title`}>{props.asked?.view == null ? "Save as view" : "Edit view"}</h2>
        <label class="field">
          <span>Name</span>
          <input
            ref={name}
            type="text"
            required
            maxlength={MAX_VIEW_NAME}
            autocomplete="off"
            dir="auto"
            aria-describedby={`${id}-problem`}
            onInput={() => setProblem("")}
          />
        </label>
        <p id={`${id}-problem`} class="view-problem" role="alert">
          {problem()}
        </p>
        <label class="view-choice" hidden={!mayShare}>
          <input ref={shared} type="checkbox" />
          <span>
            Others see it as well
            <small>It stays yours: only you change it.</small>
          </span>
        </label>
        <label class="view-choice">
          <input ref={begins} type="checkbox" />
          <span>
            Begin with it
            <small>“Tocsin” at the top leads to it, as does signing in.</small>
          </span>
        </label>
        <div class="choices">
          <Show when={props.asked?.view?.id}>
            {(kept) => (
              <button
                type="button"
                class="button view-remove"
                onClick={() => void send(() => removeView(kept()))}
              >
                Remove
              </button>
            )}
          </Show>
          <button type="button" class="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="button primary" aria-busy={isUnderWay()}>
            Save
          </button>
        </div>
      </form>
    </dialog>
  );
}
