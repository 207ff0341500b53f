import type { GIVEN_VIEWS } from "../../protocol/given-views.ts";
import type { View } from "../../protocol/views.ts";
import { TellKeeper } from "../tell/TellKeeper.tsx";
import { ViewKeeper, type ViewKeeperProps } from "../views/ViewKeeper.tsx";

/** A view, of which the server may not have told more than its name and filter. */
export type ShownView = (typeof GIVEN_VIEWS)[number] & Partial<View>;

export interface ViewToolsProps extends ViewKeeperProps {
  readonly views: readonly ShownView[];
}

/** What can be done with views, beside going to them; loaded together after the first view. */
export function ViewTools(props: ViewToolsProps) {
  return (
    <>
      <ViewKeeper
        onViews={(views) => props.onViews(views)}
        onToggle={(isOpen) => props.onToggle(isOpen)}
      />
      <TellKeeper views={props.views} onToggle={(isOpen) => props.onToggle(isOpen)} />
    </>
  );
}
