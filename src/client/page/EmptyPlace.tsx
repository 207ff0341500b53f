import { createComponent, Show } from "solid-js";
import { emptyState } from "#parts";
import { createLater } from "../ui/later.ts";
import { LoadFailure } from "../ui/LoadFailure.tsx";
import { missingPart } from "./missing-part.ts";

interface Props {
  readonly isLive: boolean;
  readonly isEmpty: boolean;
}

/**
 * Where it is said that there are no rows, and why. What says so is loaded after the first view, or as soon as there are
 * none; a page without rows begins with it.
 */
export function EmptyPlace(props: Props) {
  const { loaded, isMissing, want } = createLater(emptyState, props, () => props.isEmpty);
  return (
    <Show when={props.isEmpty}>
      <Show when={isMissing()}>
        <div class="empty">
          <LoadFailure failure={missingPart("Why there are no rows")} onRetry={() => void want()} />
        </div>
      </Show>
      <Show when={loaded()}>{(EmptyState) => createComponent(EmptyState(), {})}</Show>
    </Show>
  );
}
