import { createSignal, onCleanup } from "solid-js";

/** So long (ms) it says that it has. */
const TOLD = 2000;

/** Copies a text; where the browser may not, one can still select it. */
export function CopyButton(props: { text: string; what: string }) {
  const [outcome, setOutcome] = createSignal<"" | "Copied" | "Select it by hand">("");
  let telling: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(telling));

  async function copy(): Promise<void> {
    clearTimeout(telling);
    try {
      // Undefined where the page came over plain HTTP.
      await navigator.clipboard.writeText(props.text);
      setOutcome("Copied");
    } catch {
      setOutcome("Select it by hand");
    }
    telling = setTimeout(() => setOutcome(""), TOLD);
  }

  return (
    <button
      type="button"
      class="button"
      aria-label={`Copy ${props.what}`}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{outcome() || "Copy"}</span>
    </button>
  );
}
