import { createComponent, Index, type JSX, Show } from "solid-js";
import { feedPath, sameFilter } from "../address/address.ts";
import { usePageAddress } from "../address/page-address.ts";
import { createLater, partOf } from "../ui/later.ts";
import type { ViewToolsProps } from "./ViewTools.tsx";

interface Props extends ViewToolsProps {
  readonly isLive: boolean;
  /** What stands at the end of their row. */
  readonly children: JSX.Element;
}

/** The views, as links that need no script. What counts and keeps them is loaded after the first view. */
export function ViewsPlace(props: Props) {
  const { filter } = usePageAddress();
  const { loaded } = createLater(
    partOf(async () => (await import("./ViewTools.tsx")).ViewTools),
    props,
  );

  return (
    <nav class="views" aria-label="Views">
      <Index each={props.views}>
        {(view) => (
          <a
            class="view"
            data-view={view().name}
            href={feedPath(view().filter)}
            aria-current={sameFilter(view().filter, filter()) || undefined}
          >
            <bdi>{view().name}</bdi>{" "}
            <b data-open-count={view().open ?? undefined} hidden={view().open === null}>
              {view().open}
            </b>
          </a>
        )}
      </Index>
      <Show when={loaded()}>{(Tools) => createComponent(Tools(), props)}</Show>
      {props.children}
    </nav>
  );
}
