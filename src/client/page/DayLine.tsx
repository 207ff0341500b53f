import { useClock } from "../ui/clock.ts";
import { useInteractive } from "../ui/interactive.ts";
import { dayWords } from "../words/time.ts";

/**
 * The day of the row at the top of the screen, for as long as it lasts. A line of its own above the rows, whose
 * room is kept free from the first paint: over them, it would cover their words.
 */
export function DayLine(props: { newest: number | undefined }) {
  const clock = useClock();
  const isInteractive = useInteractive();
  const words = () =>
    isInteractive() && props.newest !== undefined
      ? dayWords(new Date(props.newest).toISOString(), clock.zone())
      : "";
  return <p class="day-line">{words()}</p>;
}
