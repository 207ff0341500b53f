import { newPassword } from "./new-password.ts";

export function newPasswordByChance(): string {
  return newPassword(crypto.getRandomValues(new Uint8Array(16)));
}

/** A password that is to be handed on: it can be read, typed, or made by chance. */
export function PasswordWish(props: { value: string; onChange: (password: string) => void }) {
  return (
    <div class="field">
      <span id="password-wish">Password</span>
      <span class="secret">
        <input
          aria-labelledby="password-wish"
          class="code"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          required
          minlength="8"
          value={props.value}
          onInput={({ currentTarget }) => props.onChange(currentTarget.value)}
        />
        <button type="button" class="show" onClick={() => props.onChange(newPasswordByChance())}>
          Another
        </button>
      </span>
    </div>
  );
}
