import { createRoot } from "solid-js";
import { beforeEach, expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { createLater, partOf } from "../ui/later.ts";
import { createToasts, type Toasts } from "../ui/toasts.ts";
import type { AlertActions } from "./alert-actions.ts";
import { createLateActions } from "./late-actions.ts";

const ALERT = anAlert({ id: 1 });

let done: string[];
let missing: number;
let toasts: Toasts;
let epoch: string;
/** How the load that is under way ends. */
let end: (isThere: boolean) => void;
let actions: AlertActions;

beforeEach(() => {
  done = [];
  missing = 0;
  epoch = "this";
  toasts = createToasts();
  const loaded: AlertActions = {
    act: async (_, { action }) => void done.push(action),
    undoLast: async () => void done.push("undo"),
    note: async (_, text) => done.push(text) > 0,
    forget: async () => done.push("forget") > 0,
  };
  const part = partOf(
    () =>
      new Promise<AlertActions>((resolve, reject) => {
        end = (isThere) => (isThere ? resolve(loaded) : reject(new TypeError("no network")));
      }),
  );
  actions = createRoot(() => {
    const later = createLater(part, { isLive: false, onMissing: () => missing++ });
    return createLateActions(later, { epoch: () => epoch }, toasts);
  });
});

test("what is pressed before it is there is done once it is, in order", async () => {
  const acknowledged = actions.act(ALERT, { action: "acknowledge" });
  const noted = actions.note(ALERT, "Seen");
  const undone = actions.undoLast();
  expect(done).toEqual([]);
  end(true);
  await Promise.all([acknowledged, undone]);
  expect(await noted).toBe(true);
  expect(done).toEqual(["acknowledge", "Seen", "undo"]);
});

test("once it is there, it is done at once", async () => {
  const first = actions.undoLast();
  end(true);
  await first;
  void actions.act(ALERT, { action: "resolve" });
  expect(done).toEqual(["undo", "resolve"]);
});

test("what cannot be loaded is told, done in no way, and loaded anew for the next press", async () => {
  const noted = actions.note(ALERT, "Seen");
  end(false);
  expect(await noted).toBe(false);
  expect(missing).toBe(1);
  const again = actions.note(ALERT, "Seen again");
  end(true);
  expect(await again).toBe(true);
  expect(done).toEqual(["Seen again"]);
});

test("nothing is done to the alerts of another database that have the numbers by now", async () => {
  const deleted = actions.act(ALERT, { action: "delete" });
  epoch = "another";
  end(true);
  await deleted;
  expect(done).toEqual([]);
  expect(toasts.list().map(({ words }) => words)).toEqual([
    "Nothing was done: the database was replaced since.",
  ]);
});
