import { createComponent, Show } from "solid-js";
import { createLater, partOf } from "../ui/later.ts";
import type { AnnouncerProps } from "./Announcer.tsx";

interface Props extends AnnouncerProps {
  readonly isLive: boolean;
}

/** Where it is told what else happens on the page. What tells it is loaded after the first view. */
export function AnnouncerPlace(props: Props) {
  const { loaded } = createLater(
    partOf(async () => (await import("./Announcer.tsx")).Announcer),
    props,
  );
  return <Show when={loaded()}>{(Announcer) => createComponent(Announcer(), props)}</Show>;
}
