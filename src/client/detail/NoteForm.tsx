import { createEffect } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { useInteractive } from "../ui/interactive.ts";
import type { Drafts } from "./drafts.ts";

/** Sends a note; whether it was taken. */
export type SendNote = (alert: Alert, text: string) => Promise<boolean>;

interface Props {
  readonly alert: Alert;
  readonly drafts: Drafts;
  readonly onNote: SendNote;
  /** The alert that a note is wanted on. */
  readonly toNote: number | null;
  /** Its field is there. */
  readonly onNoting: () => void;
}

/** A note for everyone who looks at the alert; it becomes part of its history. */
export function NoteForm(props: Props) {
  const isInteractive = useInteractive();
  let field!: HTMLTextAreaElement;
  const draft = () => props.drafts.of(props.alert);

  createEffect(() => {
    if (props.toNote !== props.alert.id) return;
    props.onNoting();
    // What has just been opened takes the focus where it covers the feed.
    requestAnimationFrame(() => field.focus());
  });

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
        ref={field}
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
