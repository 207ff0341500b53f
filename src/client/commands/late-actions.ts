import type { Feed } from "../feed/feed.ts";
import type { Later } from "../ui/later.ts";
import type { Toasts } from "../ui/toasts.ts";
import type { AlertActions } from "./alert-actions.ts";

/**
 * What is done to alerts, by a part of the page that is loaded after the first view. What is pressed before it
 * is there is done once it is, in order.
 */
export function createLateActions(
  later: Later<AlertActions>,
  feed: Pick<Feed, "epoch">,
  toasts: Toasts,
): AlertActions {
  /** `unless`: what to answer where nothing is done, which is told. */
  async function once<T>(act: (actions: AlertActions) => Promise<T>, unless: T): Promise<T> {
    const there = later.loaded();
    if (there !== undefined) return act(there);
    const epoch = feed.epoch();
    const actions = await later.want();
    if (actions === undefined) return unless;
    // Its numbers are other alerts' by now.
    if (feed.epoch() === epoch) return act(actions);
    toasts.show({ words: "Nothing was done: the database was replaced since.", tone: "bad" });
    return unless;
  }

  return {
    act: (alert, act) => once((actions) => actions.act(alert, act), undefined),
    undoLast: () => once((actions) => actions.undoLast(), undefined),
    note: (alert, text) => once((actions) => actions.note(alert, text), false),
    forget: (alert) => once((actions) => actions.forget(alert), false),
  };
}
