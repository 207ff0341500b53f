import { createEffect, createMemo, createSignal, on, Show } from "solid-js";
import { isEverything, readFilter } from "../../domain/filter.ts";
import type { View } from "../../protocol/views.ts";
import { sameFilter } from "../address/address.ts";
import { usePageAddress } from "../address/page-address.ts";
import { useFeed } from "../feed/feed.ts";
import { useSession } from "../session/session.ts";
import { type AskedView, ViewDialog } from "./ViewDialog.tsx";
import { watchViews } from "./watch.ts";

export interface ViewKeeperProps {
  /** They were read. */
  readonly onViews: (views: readonly View[]) => void;
  /** What lies over the page has opened, or is closed. */
  readonly onToggle: (isOpen: boolean) => void;
}

/** Reads the views, and keeps the filter of the page as one, or changes the one that it is. */
export function ViewKeeper(props: ViewKeeperProps) {
  const { filter } = usePageAddress();
  const { actor, isNamed, may } = useSession();
  const mayKeep = isNamed || may("operate");
  const [asked, setAsked] = createSignal<AskedView | null>(null);
  const { views, again } = watchViews(useFeed());

  const present = createMemo(
    () => views()?.filter((view) => sameFilter(view.filter, filter())) ?? [],
  );
  const name = createMemo(() => present()[0]?.name);
  const own = () => present().find(({ id, owner }) => id !== null && owner === actor) ?? null;
  const isKept = () => present().length > 0 || isEverything(readFilter(filter()));

  createEffect(() => {
    const read = views();
    if (read !== null) props.onViews(read);
  });
  // Where there are too many for the row, the one that is present is seen, once it stands there.
  createEffect(on(name, () => queueMicrotask(showPresent)));

  return (
    <>
      <Show when={mayKeep && views() !== null && (own() !== null || !isKept())}>
        <button
          type="button"
          class="view"
          onClick={() => setAsked({ view: own(), filter: filter() })}
        >
          {own() === null ? "Save as view…" : "Edit view…"}
        </button>
      </Show>
      <ViewDialog
        asked={asked()}
        onDone={again}
        onClose={() => setAsked(null)}
        onToggle={(isOpen) => props.onToggle(isOpen)}
      />
    </>
  );
}

/** In the middle, so that it is seen that there are others on either side. */
function showPresent(): void {
  const present = document.querySelector<HTMLElement>(".views [aria-current]");
  const row = present?.parentElement;
  if (!present || !row) return;
  const left = present.offsetLeft - row.offsetLeft - (row.clientWidth - present.offsetWidth) / 2;
  row.scrollTo({ left });
}
