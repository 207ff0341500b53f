import { useFeed } from "../feed/feed.ts";
import { useInteractive } from "../ui/interactive.ts";
import { waitingWords } from "../words/words.ts";
import { Icon } from "../ui/Icon.tsx";
import { useCommands } from "./commands.ts";
import { keyOf } from "./keys.ts";

/** Holds what arrives, for who wants to look at the newest alerts in peace. */
export function PauseButton() {
  const feed = useFeed();
  const commands = useCommands();
  const isInteractive = useInteractive();
  const words = () => {
    if (!feed.isPaused()) return "Pause arrivals";
    const { waiting } = feed.extent();
    const isAny = waiting.arrived + waiting.returned > 0;
    return `Paused${isAny ? `, ${waitingWords(waiting)}` : ""}: resume arrivals`;
  };
  return (
    <button
      type="button"
      class="pause"
      data-paused={feed.isPaused()}
      disabled={!isInteractive()}
      aria-label={words()}
      title={`${words()} (${keyOf("pause")})`}
      // A double click would end what it began.
      onClick={({ detail }) => detail <= 1 && commands.run("pause")}
    >
      <Icon name={feed.isPaused() ? "play" : "pause"} />
    </button>
  );
}
