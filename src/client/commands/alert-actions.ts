import type { Actor } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import type { Failure } from "../../protocol/answer.ts";
import type { Epoch } from "../../domain/cursor.ts";
import { type Action, command, note } from "../api/api.ts";
import type { Feed } from "../feed/feed.ts";
import type { Pending } from "../feed/pending.ts";
import { plain } from "../words/plain.ts";
import { actionsFor, performed } from "./actions.ts";
import type { Toasts } from "../ui/toasts.ts";

/** What is done to alerts, on the server and, before it answers, on the page. */
export interface AlertActions {
  /**
   * Shows what is done at once, and takes it back with a message where it is refused. What is under
   * way already, or is so by now, is not asked for again.
   */
  readonly act: (alert: Alert, action: Action) => Promise<void>;
  /** Whether the note was taken. */
  readonly note: (alert: Alert, text: string) => Promise<boolean>;
}

export function createAlertActions(
  feed: Feed,
  toasts: Toasts,
  me: Actor,
  now: () => number,
): AlertActions {
  async function act(alert: Alert, action: Action): Promise<void> {
    if (!actionsFor(feed.latest(alert)).includes(action)) return;
    const asked = feed.epoch();
    const doing = { actor: me, now: new Date(now()).toISOString() };
    const pending: Pending = {
      alertId: alert.id,
      change: (before) => performed(before, action, doing),
    };
    feed.expect(pending);
    const answer = await command(alert.id, action);
    if (!answer.ok) {
      feed.takeBack(pending);
      return complain(alert, answer.failure);
    }
    feed.settle(answer.value, asked, pending);
    if (action === "delete") offerUndo(answer.value, asked);
  }

  function offerUndo(deleted: Alert, asked: Epoch): void {
    const undo = (): void => {
      if (feed.epoch() === asked) return void act(deleted, "restore");
      // Its number is another alert's by now.
      complain(deleted, {
        code: "alert-not-found",
        title: "This cannot be undone",
        detail: "The database was replaced since.",
      });
    };
    toasts.show({
      words: `Deleted “${short(deleted.title)}”`,
      tone: "calm",
      remedy: { words: "Undo", act: undo },
    });
  }

  function complain(alert: Alert, { title, detail }: Failure): void {
    toasts.show({ words: `“${short(alert.title)}”: ${title}. ${detail}`.trim(), tone: "bad" });
  }

  return {
    act,
    note: async (alert, text) => {
      const asked = feed.epoch();
      const answer = await note(alert.id, text);
      if (answer.ok) feed.settle(answer.value, asked);
      else complain(alert, answer.failure);
      return answer.ok;
    },
  };
}

function short(text: string): string {
  const title = plain(text);
  return title.length > 60 ? `${title.slice(0, 59)}…` : title;
}
