import { useClock } from "../ui/clock.ts";
import { agoWords, dateWords, momentWords } from "../words/time.ts";

/** How long ago something was; the moment itself for the pointer. */
export function Ago(props: { time: string }) {
  const clock = useClock();
  return (
    <time datetime={props.time} title={momentWords(props.time, clock.zone())}>
      {agoWords(props.time, clock.now())}
    </time>
  );
}

/** The day of something that is far away. */
export function Day(props: { time: string }) {
  const clock = useClock();
  return (
    <time datetime={props.time} title={momentWords(props.time, clock.zone())}>
      {dateWords(props.time, clock.zone())}
    </time>
  );
}
