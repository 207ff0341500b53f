import type { Alert } from "../../domain/alert.ts";
import { useInteractive } from "../ui/interactive.ts";
import type { Drafts } from "./drafts.ts";

/** Sends a note; whether it was taken. */
export type SendNote = (alert: Alert, text: string) => Promise<boolean>;

/** A note for everyone who looks at the alert; it becomes part of its history. */
export function NoteForm(props: { alert: Alert; drafts: Drafts; onNote: SendNote }) {
  const isInteractive = useInteractive();
  const draft = () => props.drafts.of(props.alert);

  /** The detail may show another alert by the time that the answer comes. */
  async function send(alert: Alert): Promise<void> {
    const text = props.drafts.send(alert);
    if (text !== null) props.drafts.sent(alert, await props.onNote(alert, text));
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
        id="note"
        aria-label="Note"
        placeholder="Write a note"
        rows="2"
        maxlength="10000"
        disabled={!isInteractive()}
        value={draft().text}
        onInput={({ currentTarget }) => props.drafts.write(props.alert, currentTarget.value)}
        onKeyDown={(event) => {
          const isSending = event.key === "Enter" && (event.ctrlKey || event.metaKey);
          if (isSending && !event.repeat) void send(props.alert);
        }}
      />
      <button
        type="submit"
        class="button"
        aria-busy={draft().sending !== null}
        disabled={!isInteractive()}
      >
        Add note
      </button>
    </form>
  );
}
