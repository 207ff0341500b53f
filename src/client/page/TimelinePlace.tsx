import { createComponent, Show } from "solid-js";
import type { TimelineProps } from "../timeline/Timeline.tsx";
import { createLater, partOf } from "../ui/later.ts";

interface Props extends TimelineProps {
  readonly isLive: boolean;
  /** It was asked for, and could not be loaded. */
  readonly onMissing: () => void;
}

/** Where the timeline stands. It is loaded after the first view, or as soon as it is asked for. */
export function TimelinePlace(props: Props) {
  const { loaded } = createLater(
    partOf(async () => (await import("../timeline/Timeline.tsx")).Timeline),
    props,
    () => props.isAsking,
  );
  return (
    <div class="timeline-place">
      <Show when={loaded()}>{(Timeline) => createComponent(Timeline(), props)}</Show>
    </div>
  );
}
