import { createSignal, onMount, Show } from "solid-js";
import { PasswordText } from "./PasswordText.tsx";
import { newPasswordByChance, PasswordWish } from "./PasswordWish.tsx";

/** A password for somebody else, which their admin hands on to them. */
export function NewPassword(props: {
  name: string;
  isUnderWay: boolean;
  /** Whether it is theirs now. */
  onGiven: (password: string) => Promise<boolean>;
  onClose: () => void;
}) {
  const [password, setPassword] = createSignal(newPasswordByChance());
  const [given, setGiven] = createSignal<string | null>(null);
  let form!: HTMLFormElement;
  onMount(() => form.querySelector("input")?.focus());

  async function give(): Promise<void> {
    const wanted = password();
    if (await props.onGiven(wanted)) setGiven(wanted);
  }

  return (
    <Show
      when={given()}
      fallback={
        <form
          class="inline"
          ref={form}
          onSubmit={(event) => {
            event.preventDefault();
            void give();
          }}
        >
          <PasswordWish value={password()} onChange={setPassword} />
          <div class="form-end">
            <button type="submit" class="button" aria-busy={props.isUnderWay}>
              Set password
            </button>
            <button type="button" class="button quiet" onClick={() => props.onClose()}>
              Cancel
            </button>
          </div>
          <p class="footnote">Their sessions end with it.</p>
        </form>
      }
    >
      {(password) => (
        <div class="inline">
          <PasswordText name={props.name} password={password()} onDone={() => props.onClose()} />
        </div>
      )}
    </Show>
  );
}
