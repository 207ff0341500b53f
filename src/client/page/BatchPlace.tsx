import { createComponent, Show } from "solid-js";
import type { BatchProps } from "../batch/BatchBar.tsx";
import { useSelection } from "../feed/selection.ts";
import { createLater, partOf } from "../ui/later.ts";

interface Props extends BatchProps {
  readonly isLive: boolean;
  /** It was asked for, and could not be loaded. */
  readonly onMissing: () => void;
}

/** Where many alerts are acted on. It is loaded after the first view, or as soon as any is selected. */
export function BatchPlace(props: Props) {
  const selection = useSelection();
  const { loaded } = createLater(
    partOf(async () => (await import("../batch/BatchBar.tsx")).BatchBar),
    props,
    selection.isAny,
  );
  return <Show when={loaded()}>{(Bar) => createComponent(Bar(), props)}</Show>;
}
