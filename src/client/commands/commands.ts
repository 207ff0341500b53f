import type { Alert } from "../../domain/alert.ts";
import type { Action } from "../../domain/act.ts";
import { requiredContext } from "../ui/required-context.ts";
import { actionsFor, isAction } from "./actions.ts";
import type { AlertActions } from "./alert-actions.ts";
import { type CommandName, OPERATING } from "./registry.ts";

/** What the commands of the registry do, for keys and buttons alike. */
export interface Commands {
  /** The alert that the reader is at. */
  readonly current: () => Alert | null;
  /** Whether it may be done now: to that alert, or to the one that the reader is at. */
  readonly may: (name: CommandName, alert?: Alert) => boolean;
  /** Does it, where it may be done. */
  readonly run: (name: CommandName, alert?: Alert) => void;
}

/** What is done on the page itself. Where it may not be done, its effect is nothing. */
export type PageEffects = Readonly<Record<Exclude<CommandName, Action>, () => void>>;

export const [CommandsProvider, useCommands] = requiredContext<Commands>("list of commands");

/** What whoever is here may do to alerts. */
export interface Acting {
  readonly act: AlertActions["act"];
  /** Asks until when. */
  readonly askSnooze: (alert: Alert) => void;
  /** Does it to all that are selected; false where none is. */
  readonly actOnMany: (name: Action | "note") => boolean;
  /** Whether they may do anything to them. */
  readonly may: boolean;
  /** Says why not. */
  readonly refuse: (name: CommandName) => void;
}

/** `current` is the alert that the reader is at: the row in focus, else the one that is open. */
export function createCommands(
  effects: PageEffects,
  current: () => Alert | null,
  acting: Acting,
): Commands {
  /** The alert that it may be done to. */
  function subjectOf(action: Action, alert = current()): Alert | null {
    return alert !== null && actionsFor(alert).includes(action) ? alert : null;
  }

  function run(name: CommandName, alert?: Alert): void {
    if (OPERATING.has(name) && !acting.may) return acting.refuse(name);
    const isOfMany = isAction(name) || name === "note";
    if (alert === undefined && isOfMany && acting.actOnMany(name)) return;
    if (!isAction(name)) return effects[name]();
    const subject = subjectOf(name, alert);
    if (subject === null) return;
    if (name === "snooze") acting.askSnooze(subject);
    else void acting.act(subject, { action: name });
  }

  return {
    current,
    may: (name, alert) => {
      if (!isAction(name)) return acting.may || !OPERATING.has(name);
      return acting.may && subjectOf(name, alert) !== null;
    },
    run,
  };
}
