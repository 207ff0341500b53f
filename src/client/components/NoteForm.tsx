import { createSignal } from "solid-js";
import type { Alert } from "../../shared/alert.ts";
import { usePage } from "../page/page-model.ts";

/** A note for everyone who looks at the alert; it becomes part of its history. */
export function NoteForm(props: { alert: Alert }) {
  const { commands, isAlive } = usePage();
  const [text, setText] = createSignal("");
  const [isSending, setIsSending] = createSignal(false);

  async function send(): Promise<void> {
    const written = text().trim();
    if (written === "" || isSending()) return;
    setIsSending(true);
    if (await commands.note(props.alert, written)) setText("");
    setIsSending(false);
  }

  return (
    <form
      class="note"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        aria-label="Note"
        placeholder="Write a note"
        rows="2"
        maxlength="10000"
        disabled={!isAlive()}
        value={text()}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
        }}
      />
      <button type="submit" class="button" disabled={!isAlive()}>
        Add note
      </button>
    </form>
  );
}
