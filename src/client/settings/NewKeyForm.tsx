import { createSignal, For, Show } from "solid-js";
import { SCOPES, type Scope } from "../../domain/principal.ts";
import type { NewKey } from "../../protocol/people.ts";
import { useClock } from "../ui/clock.ts";
import { textIn } from "../ui/form-text.ts";
import { Check } from "./Check.tsx";
import { createDeed } from "./deed.ts";
import { SCOPE_WORDS } from "./key-words.ts";
import { addKey, type WantedKey } from "./people.ts";

const DAY = 86_400_000;
/** How long (days) a key may be good for; null for ever. */
const TERMS: readonly (readonly [days: number | null, words: string])[] = [
  [null, "Never"],
  [30, "In 30 days"],
  [90, "In 90 days"],
  [365, "In a year"],
];

/** A key for a program, with what it may do and for how long. */
export function NewKeyForm(props: {
  onMade: (key: NewKey) => Promise<void>;
  onCancel: () => void;
}) {
  const clock = useClock();
  const adding = createDeed();
  const [scopes, setScopes] = createSignal<readonly Scope[]>(["ingest"]);

  function toggle(scope: Scope, isWanted: boolean): void {
    setScopes((before) =>
      SCOPES.filter((one) => (one === scope ? isWanted : before.includes(one))),
    );
  }

  function submit(form: HTMLFormElement): void {
    const days = Number(textIn(form, "term"));
    const source = textIn(form, "source").trim();
    const key: WantedKey = {
      name: textIn(form, "name").trim(),
      scopes: scopes(),
      ...(source !== "" && { source }),
      ...(days > 0 && { expiresAt: new Date(clock.now() + days * DAY).toISOString() }),
    };
    void adding.run(() => addKey(key), props.onMade);
  }

  return (
    <form
      class="card form"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <h2>New key</h2>
      <label class="field">
        <span>Name</span>
        <input
          name="name"
          required
          maxlength="100"
          autocomplete="off"
          placeholder="alertmanager-prod"
          ref={(input) => queueMicrotask(() => input.focus())}
        />
      </label>
      <fieldset class="field">
        <legend>It may</legend>
        <For each={SCOPES}>
          {(scope) => (
            <Check
              words={SCOPE_WORDS[scope]}
              isChecked={scopes().includes(scope)}
              onChange={(isWanted) => toggle(scope, isWanted)}
            />
          )}
        </For>
      </fieldset>
      <Show when={scopes().includes("ingest")}>
        <label class="field">
          <span>Only as the source</span>
          <input
            name="source"
            maxlength="1000"
            autocomplete="off"
            spellcheck={false}
            placeholder="any"
            aria-describedby="source-note"
          />
        </label>
        <p class="footnote" id="source-note">
          With a name, such as <code>alertmanager</code>, it cannot speak for another source.
        </p>
      </Show>
      <label class="field">
        <span>Expires</span>
        <select name="term" aria-label="Expires">
          <For each={TERMS}>{([days, words]) => <option value={days ?? ""}>{words}</option>}</For>
        </select>
      </label>
      <div class="form-end">
        <button
          type="submit"
          class="button primary"
          disabled={scopes().length === 0}
          aria-busy={adding.isUnderWay()}
        >
          Make the key
        </button>
        <button type="button" class="button quiet" onClick={() => props.onCancel()}>
          Cancel
        </button>
        <p class="attempt slim" role="alert">
          {adding.failure()}
        </p>
      </div>
    </form>
  );
}
