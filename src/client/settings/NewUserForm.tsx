import { createSignal, For, Show } from "solid-js";
import { ROLES } from "../../domain/principal.ts";
import { addUser, type NewUser } from "./people.ts";
import { ROLE_WORDS } from "../session/session-words.ts";
import { textIn } from "../ui/form-text.ts";
import { createDeed } from "./deed.ts";
import { PasswordText } from "./PasswordText.tsx";
import { newPasswordByChance, PasswordWish } from "./PasswordWish.tsx";

/** An account for somebody. */
export function NewUserForm(props: { onMade: () => Promise<void>; onClose: () => void }) {
  const adding = createDeed();
  const [password, setPassword] = createSignal(newPasswordByChance());
  const [made, setMade] = createSignal<NewUser | null>(null);

  function submit(form: HTMLFormElement): void {
    const { onMade } = props;
    const role = ROLES.find((one) => one === textIn(form, "role")) ?? "viewer";
    const user = { name: textIn(form, "name").trim(), role, password: password() };
    void adding.run(
      () => addUser(user),
      async () => {
        setMade(user);
        await onMade();
      },
    );
  }

  return (
    <Show
      when={made()}
      fallback={
        <form
          class="card form"
          onSubmit={(event) => {
            event.preventDefault();
            submit(event.currentTarget);
          }}
        >
          <h2>New person</h2>
          <label class="field">
            <span>Name</span>
            <input
              name="name"
              required
              maxlength="100"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              aria-describedby="new-name-note"
              ref={(input) => queueMicrotask(() => input.focus())}
            />
          </label>
          <p class="footnote" id="new-name-note">
            It stands beside all that they do, and can neither be changed nor given to another.
          </p>
          <label class="field">
            <span>Role</span>
            <select name="role" aria-label="Role">
              <For each={ROLES}>
                {(role) => (
                  <option value={role} selected={role === "operator"}>
                    {ROLE_WORDS[role].name}
                  </option>
                )}
              </For>
            </select>
          </label>
          <PasswordWish value={password()} onChange={setPassword} />
          <div class="form-end">
            <button type="submit" class="button primary" aria-busy={adding.isUnderWay()}>
              Add
            </button>
            <button type="button" class="button quiet" onClick={() => props.onClose()}>
              Cancel
            </button>
            <p class="attempt slim" role="alert">
              {adding.failure()}
            </p>
          </div>
        </form>
      }
    >
      {(user) => (
        <div class="card made">
          <PasswordText
            name={user().name}
            password={user().password}
            onDone={() => props.onClose()}
          />
        </div>
      )}
    </Show>
  );
}
