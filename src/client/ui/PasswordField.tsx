import { createSignal } from "solid-js";
import { useInteractive } from "./interactive.ts";

/** A password, which one may look at while it is typed. */
export function PasswordField(props: {
  name: string;
  label: string;
  autocomplete: "current-password" | "new-password";
  minlength?: number;
  describedBy?: string;
  ref?: (input: HTMLInputElement) => void;
}) {
  const isInteractive = useInteractive();
  const [isShown, setIsShown] = createSignal(false);
  return (
    <div class="field">
      <label for={`field-${props.name}`}>{props.label}</label>
      <span class="secret">
        <input
          id={`field-${props.name}`}
          name={props.name}
          type={isShown() ? "text" : "password"}
          autocomplete={props.autocomplete}
          autocapitalize="none"
          spellcheck={false}
          required
          minlength={props.minlength}
          aria-describedby={props.describedBy}
          ref={(input) => props.ref?.(input)}
        />
        <button
          type="button"
          class="show"
          aria-pressed={isShown()}
          aria-label="Show what is typed"
          disabled={!isInteractive()}
          onClick={() => setIsShown((shown) => !shown)}
        >
          {isShown() ? "Hide" : "Show"}
        </button>
      </span>
    </div>
  );
}
