import { createComponent, Show } from "solid-js";
import type { MoreProps } from "../palette/More.tsx";
import { createLater, partOf } from "../ui/later.ts";

/** Where the menu of the page stands. It is loaded after the first view, or as soon as it is asked for. */
export function MorePlace(props: MoreProps) {
  const { loaded } = createLater(
    partOf(async () => (await import("../palette/More.tsx")).More),
    props,
    () => props.asked !== null,
  );
  return <Show when={loaded()}>{(More) => createComponent(More(), props)}</Show>;
}
