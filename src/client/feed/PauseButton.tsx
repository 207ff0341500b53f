import { usePage } from "../page/page-model.ts";
import { waitingWords } from "../words/words.ts";
import { Icon } from "../ui/Icon.tsx";

/** Holds what arrives, for who wants to look at the newest alerts in peace. */
export function PauseButton() {
  const { feed, isPaused, togglePause, isAlive } = usePage();
  const words = () => {
    if (!isPaused()) return "Pause arrivals";
    const { waiting } = feed.extent();
    const isAny = waiting.arrived + waiting.returned > 0;
    return `Paused${isAny ? `, ${waitingWords(waiting)}` : ""}: resume arrivals`;
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
