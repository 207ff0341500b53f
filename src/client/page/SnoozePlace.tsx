import { createComponent, Show } from "solid-js";
import type { SnoozeProps } from "../snooze/SnoozeDialog.tsx";
import { createLater, partOf } from "../ui/later.ts";

interface Props extends SnoozeProps {
  readonly isLive: boolean;
  /** It was asked for, and could not be loaded. */
  readonly onMissing: () => void;
}

/** Where until when is asked. It is loaded after the first view, or as soon as it is asked for. */
export function SnoozePlace(props: Props) {
  const { loaded } = createLater(
    partOf(async () => (await import("../snooze/SnoozeDialog.tsx")).SnoozeDialog),
    props,
    () => props.request !== null,
  );
  return <Show when={loaded()}>{(Dialog) => createComponent(Dialog(), props)}</Show>;
}
