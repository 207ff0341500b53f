import type { Actor } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import type { Failure } from "../../protocol/answer.ts";
import type { Epoch } from "../../domain/cursor.ts";
import { type Act, inverseOf } from "../../domain/act.ts";
import { command, forget, note } from "../api/commands.ts";
import type { Feed } from "../feed/feed.ts";
import type { Pending } from "../feed/pending.ts";
import type { Clock } from "../ui/clock.ts";
import { plain } from "../words/plain.ts";
import { soonWords } from "../words/time.ts";
import { actionsFor } from "./actions.ts";
import { type Doing, performed } from "./performed.ts";
import type { Toast, Toasts } from "../ui/toasts.ts";
import { createTurns } from "./turns.ts";
import type { Undoable, UndoStack } from "./undo-stack.ts";

/** What is done to alerts, on the server and, before it answers, on the page. */
export interface AlertActions {
  /**
   * Shows what is done at once, and takes it back with a message where it is refused. What is under
   * way already, or is so by now, is not asked for again.
   */
  readonly act: (alert: Alert, act: Act) => Promise<void>;
  /** Takes back what was done last, of what still stands. */
  readonly undoLast: () => Promise<void>;
  /** Whether the note was taken. */
  readonly note: (alert: Alert, text: string) => Promise<boolean>;
  /** Deletes it for good; whether it is gone. */
  readonly forget: (alert: Alert) => Promise<boolean>;
}

/** Something that was done to one alert. */
interface Deed extends Undoable {
  readonly act: Act;
  readonly epoch: Epoch;
  readonly before: Alert;
  /** As the server has answered, else as it is going to. */
  after: Alert;
  /** Whether the server has done it; null until that is known. */
  readonly isDone: Promise<boolean>;
  readonly toast: Toast;
}

export function createAlertActions(
  feed: Feed,
  toasts: Toasts,
  me: Actor,
  clock: Pick<Clock, "now" | "zone">,
  undoStack: UndoStack,
): AlertActions {
  const inTurn = createTurns();

  async function act(alert: Alert, wanted: Act): Promise<void> {
    const before = feed.latest(alert);
    if (!actionsFor(before).includes(wanted.action)) return;
    const doing = { actor: me, now: new Date(clock.now()).toISOString() };
    const isDone = send(alert, wanted, doing, (answer) => (deed.after = answer));
    const toast: Toast = {
      words: `${deedWords(wanted)} “${short(alert.title)}”`,
      tone: "calm",
      remedy: { words: "Undo", act: () => void deed.undo() },
    };
    const after = performed(before, wanted, doing);
    const undone = () => undo(deed);
    const epoch = feed.epoch();
    const deed: Deed = { act: wanted, epoch, before, after, isDone, toast, undo: undone };
    undoStack.remember(deed);
    toasts.show(toast);
    if (!(await isDone)) discard(deed);
  }

  /** Whether the server did it. `first` must have been done before it is asked for. */
  async function send(
    alert: Alert,
    wanted: Act,
    doing: Doing,
    onAnswer: (answer: Alert) => void,
    first: Promise<boolean> | null = null,
  ): Promise<boolean> {
    const asked = feed.epoch();
    const pending: Pending = {
      alertId: alert.id,
      change: (before) => performed(before, wanted, doing),
    };
    feed.expect(pending);
    const answer = await inTurn(alert.id, async () =>
      first !== null && !(await first) ? null : command(alert.id, wanted),
    );
    if (answer?.ok === true) {
      onAnswer(answer.value);
      feed.settle(answer.value, asked, pending);
      return true;
    }
    feed.takeBack(pending);
    if (answer !== null) complain(alert, answer.failure);
    return false;
  }

  /** Shown at once; asked for when the deed itself is done. */
  async function undo(deed: Deed): Promise<void> {
    discard(deed);
    const { before, after, act: done, epoch } = deed;
    // Its number is another alert's by now.
    if (feed.epoch() !== epoch) return complain(after, lost("The database was replaced since."));
    const inverse = inverseOf(before.snoozedUntil, done, clock.now());
    const [first] = inverse;
    if (first === undefined) return complain(after, lost("Its time has come meanwhile."));
    if (!actionsFor(feed.latest(after)).includes(first.action)) {
      return complain(after, lost("It has changed since."));
    }
    const doing = { actor: me, now: new Date(clock.now()).toISOString() };
    const isUndone = inverse.reduce(
      (earlier, act) => send(after, act, doing, () => {}, earlier),
      deed.isDone,
    );
    if (await isUndone) {
      toasts.show({ words: `Undone: ${deed.toast.words}`, tone: "calm" });
    }
  }

  async function undoLast(): Promise<void> {
    const last = undoStack.last();
    if (last !== undefined) return last.undo();
    toasts.show({ words: "There is nothing to undo on this page.", tone: "calm" });
  }

  function discard(deed: Deed): void {
    undoStack.forget(deed);
    toasts.dismiss(deed.toast);
  }

  function deedWords(wanted: Act): string {
    return wanted.action === "snooze"
      ? `Snoozed until ${soonWords(wanted.until, clock.now(), clock.zone())}`
      : DEED_WORDS[wanted.action];
  }

  function complain(alert: Alert, { title, detail }: Failure): void {
    toasts.show({ words: `“${short(alert.title)}”: ${title}. ${detail}`.trim(), tone: "bad" });
  }

  return {
    act,
    undoLast,
    note: async (alert, text) => {
      const asked = feed.epoch();
      const answer = await inTurn(alert.id, () => note(alert.id, text));
      if (answer.ok) feed.settle(answer.value, asked);
      else complain(alert, answer.failure);
      return answer.ok;
    },
    forget: async (alert) => {
      const answer = await inTurn(alert.id, () => forget(alert.id));
      if (answer.ok) {
        toasts.show({ words: `Deleted “${short(alert.title)}” for good`, tone: "calm" });
      } else complain(alert, answer.failure);
      return answer.ok;
    },
  };
}

const DEED_WORDS: Readonly<Record<Exclude<Act["action"], "snooze">, string>> = {
  acknowledge: "Acknowledged",
  unacknowledge: "Given back",
  resolve: "Resolved",
  reopen: "Reopened",
  wake: "Woken",
  delete: "Deleted",
  restore: "Restored",
};

/** Why something is not taken back. */
function lost(detail: string): Failure {
  return { code: "alert-changed", title: "This cannot be undone", detail };
}

function short(text: string): string {
  const title = plain(text);
  return title.length > 60 ? `${title.slice(0, 59)}…` : title;
}
