import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import type { Alert } from "../../domain/alert.ts";
import { ACTIONS, actionsFor, isAction } from "./actions.ts";
import type { AlertActions } from "./alert-actions.ts";
import { createCommands, type PageEffects } from "./commands.ts";
import { keyLines, TOLD } from "./key-lines.ts";
import { COMMAND_NAMES, type CommandName, COMMANDS, type Focus, OPERATING } from "./registry.ts";

const FOCI: readonly Focus[] = ["row", "pointed-row", "in-row", "control", "text", "elsewhere"];
const RESOLVED = anAlert({ id: 2, status: "resolved", resolvedAt: "2026-01-01T00:00:00.000Z" });

const SNOOZED = anAlert({ id: 3, snoozedUntil: "2026-01-01T12:00:00.000Z" });

function begin(current: Alert | null = null, may = true, isAnySelected = false) {
  const done: string[] = [];
  const refuse = (name: CommandName): void => void done.push(`no ${name}`);
  const names = COMMAND_NAMES.filter((name) => !isAction(name));
  const effects = Object.fromEntries(names.map((name) => [name, () => done.push(name)]));
  const askSnooze = (alert: Alert): void => void done.push(`snooze ${alert.id}`);
  const act: AlertActions["act"] = (alert, { action }) => {
    done.push(`${action} ${alert.id}`);
    return Promise.resolve();
  };
  const commands = createCommands(effects as unknown as PageEffects, () => current, {
    act,
    askSnooze,
    actOnMany: (name) => {
      if (isAnySelected) done.push(`${name} all`);
      return isAnySelected;
    },
    may,
    refuse,
  });
  return { done, commands };
}

test("every command that is not about an alert has its effect, and may always be done", () => {
  for (const name of COMMAND_NAMES.filter((one) => !isAction(one))) {
    const { done, commands } = begin();
    expect(commands.may(name)).toBe(true);
    commands.run(name);
    expect(done).toEqual([name]);
  }
});

test("an action is done to the alert that it is given, else to the one that the reader is at", () => {
  const { done, commands } = begin(anAlert({ id: 1 }));
  commands.run("resolve", anAlert({ id: 7 }));
  commands.run("resolve");
  expect(done).toEqual(["resolve 7", "resolve 1"]);
});

test("keys act on what is selected, and the buttons of a row on that row", () => {
  const { done, commands } = begin(anAlert({ id: 1 }), true, true);
  for (const name of ["resolve", "note", "undo"] as const) commands.run(name);
  commands.run("resolve", anAlert({ id: 7 }));
  expect(done).toEqual(["resolve all", "note all", "undo", "resolve 7"]);
});

test("what may not be done to an alert is not done", () => {
  for (const alert of [anAlert(), RESOLVED, SNOOZED, anAlert({ deletedAt: RESOLVED.receivedAt })]) {
    for (const action of ACTIONS) {
      const { done, commands } = begin();
      commands.run(action, alert);
      expect(commands.may(action, alert)).toBe(actionsFor(alert).includes(action));
      expect(done).toEqual(commands.may(action, alert) ? [`${action} ${alert.id}`] : []);
    }
  }
  const { done, commands } = begin(null);
  commands.run("resolve");
  expect(commands.may("resolve")).toBe(false);
  expect(done).toEqual([]);
});

test("to a viewer, who may do nothing to alerts, it is said why", () => {
  for (const name of OPERATING) {
    const { done, commands } = begin(anAlert({ id: 1 }), false);
    expect(commands.may(name)).toBe(false);
    commands.run(name);
    expect(done).toEqual([`no ${name}`]);
  }
  const { done, commands } = begin(null, false);
  commands.run("next");
  expect(done).toEqual(["next"]);
  const keys = keyLines(false).flatMap(({ keys }) => keys);
  expect(keys).toContain("j");
  for (const key of ["a", "n", "z"]) expect(keys).not.toContain(key);
});

test("wherever the focus is, a key asks for one thing", () => {
  const shortcuts = COMMAND_NAMES.flatMap((name) => COMMANDS[name].shortcuts);
  for (const focus of FOCI) {
    const here = shortcuts.filter(({ on }) => on?.includes(focus) ?? focus !== "text");
    const pressed = here.map(({ key, ctrl = false, primary = ctrl }) => `${primary} ${key}`);
    expect(new Set(pressed).size).toBe(pressed.length);
  }
});

test("every key is told", () => {
  const told = keyLines(true).flatMap(({ keys }) => keys);
  const pressed = COMMAND_NAMES.flatMap((name) =>
    COMMANDS[name].shortcuts.map(({ key, ctrl, primary = ctrl }) => `${primary} ${key}`),
  );
  expect(told.length).toBe(new Set(pressed).size);
  expect(keyLines(true)[0]).toEqual({ keys: ["j", "k"], words: "Next alert, previous alert" });
  expect(Object.keys(TOLD).filter((key) => !told.includes(key))).toEqual([]);
});
