import type { Alert } from "../../domain/alert.ts";
import { usePage } from "../page/page-model.ts";

/** A note for everyone who looks at the alert; it becomes part of its history. */
export function NoteForm(props: { alert: Alert }) {
  const { commands, drafts, isAlive } = usePage();
  const draft = () => drafts.of(props.alert);

  /** The detail may show another alert by the time that the answer comes. */
  async function send(alert: Alert): Promise<void> {
    const text = drafts.send(alert);
    if (text !== null) drafts.sent(alert, await commands.note(alert, text));
  }

  return (
    <form
      class="note"
      onSubmit={(event) => {
        event.preventDefault();
        void send(props.alert);
      }}
    >
      <textarea
        aria-label="Note"
        placeholder="Write a note"
        rows="2"
        maxlength="10000"
        disabled={!isAlive()}
        value={draft().text}
        onInput={({ currentTarget }) => drafts.write(props.alert, currentTarget.value)}
        onKeyDown={(event) => {
          const isSending = event.key === "Enter" && (event.ctrlKey || event.metaKey);
          if (isSending && !event.repeat) void send(props.alert);
        }}
      />
      <button
        type="submit"
        class="button"
        aria-busy={draft().sending !== null}
        disabled={!isAlive()}
      >
        Add note
      </button>
    </form>
  );
}
