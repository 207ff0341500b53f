import type { Alert } from "../../shared/alert.ts";
import { expectedOf } from "./actions.ts";
import type { Failure } from "../../shared/answer.ts";
import { type Action, command, note } from "../feed/api.ts";
import type { Feed } from "../feed/feed.ts";
import type { Toasts } from "./toasts.ts";
import { plain } from "../words/plain.ts";

export interface Commands {
  /** Shows what is done at once, and takes it back with a message where it is refused. */
  readonly act: (alert: Alert, action: Action) => Promise<void>;
  /** Whether the note was taken. */
  readonly note: (alert: Alert, text: string) => Promise<boolean>;
}

export function createCommands(feed: Feed, toasts: Toasts, now: () => number): Commands {
  async function act(alert: Alert, action: Action): Promise<void> {
    const asked = feed.epoch();
    feed.expect(alert.id, expectedOf(action, new Date(now()).toISOString()));
    const answer = await command(alert.id, action);
    if (!answer.ok) {
      feed.expect(alert.id, null);
      return complain(alert, answer.failure);
    }
    feed.settle(answer.value, asked);
    if (action === "delete") offerUndo(answer.value);
  }

  function offerUndo(deleted: Alert): void {
    const remedy = { words: "Undo", act: () => void act(deleted, "restore") };
    toasts.show({ words: `Deleted “${short(deleted.title)}”`, tone: "calm", remedy });
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
