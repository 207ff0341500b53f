import { usePage } from "../page/page-model.ts";
import { countWords } from "../words/words.ts";
import { Icon } from "./Icon.tsx";

/** Holds what arrives, for who wants to look at the newest alerts in peace. */
export function PauseButton() {
  const { feed, isPaused, togglePause, isAlive } = usePage();
  const words = () => {
    if (!isPaused()) return "Pause arrivals";
    const { newCount } = feed.extent();
    return `Paused${newCount > 0 ? `, ${countWords(newCount)} waiting` : ""}: resume arrivals`;
  };
  return (
    <button
      type="button"
      class="pause"
      data-paused={isPaused()}
      disabled={!isAlive()}
      aria-label={words()}
      title={`${words()} (p)`}
      // A double click would end what it began.
      onClick={({ detail }) => detail <= 1 && togglePause()}
    >
      <Icon name={isPaused() ? "play" : "pause"} />
    </button>
  );
}
