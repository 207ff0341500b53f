import { createSignal } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { useFeed } from "../feed/feed.ts";
import { ConfirmDialog, type Question } from "../ui/ConfirmDialog.tsx";
import { useInteractive } from "../ui/interactive.ts";
import { plain } from "../words/plain.ts";

/** Deletes an alert of the trash for good; whether it is gone. */
export type Forget = (alert: Alert) => Promise<boolean>;

/** Asks whether it is meant, since nothing brings back what is gone then. */
export function ForgetButton(props: { alert: Alert; onForget: Forget; onGone: () => void }) {
  const feed = useFeed();
  const isInteractive = useInteractive();
  const [question, setQuestion] = createSignal<Question | null>(null);
  const [isBusy, setIsBusy] = createSignal(false);

  function ask(): void {
    const title = plain(props.alert.title);
    setQuestion({
      title: "Delete for good?",
      words: `“${title}” goes with its notes and its history, and nothing brings it back. Backups that were made before keep it.`,
      action: "Delete for good",
    });
  }

  async function answer(isWanted: boolean): Promise<void> {
    const { alert } = props;
    setQuestion(null);
    if (!isWanted) return;
    setIsBusy(true);
    const isGone = await props.onForget(alert);
    setIsBusy(false);
    if (isGone) props.onGone();
  }

  return (
    <div class="forget">
      <p>In the trash</p>
      <button
        type="button"
        class="button"
        aria-busy={isBusy()}
        disabled={!isInteractive() || isBusy()}
        onClick={ask}
      >
        Delete for good…
      </button>
      <ConfirmDialog
        question={question()}
        onAnswer={(isWanted) => void answer(isWanted)}
        onToggle={(isOpen) => {
          if (isOpen) feed.hand.hold("dialog");
          else feed.hand.release("dialog", performance.now());
        }}
      />
    </div>
  );
}
