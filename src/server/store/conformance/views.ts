import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { People } from "../people.ts";
import type { Store } from "../store.ts";
import { MOST_VIEWS, type Views, type ViewSettings } from "../views.ts";
import { BY } from "./people-subject.ts";
import { valueOf } from "./subject.ts";

interface OpenViews extends Store {
  readonly views: Views;
  readonly people: People;
}

const MIRA = "user:Mira";
const JO = "user:Jo";

function view(name: string, settings: Partial<ViewSettings> = {}): ViewSettings {
  return { name, filter: { q: name }, isShared: false, isDefault: false, ...settings };
}

/** What every implementation of views must do. `open` gives a store that is empty. */
export function describeViews(name: string, open: () => Promise<OpenViews>): void {
  describe(name, () => {
    let current: OpenViews | null = null;
    beforeEach(async () => {
      const opened = await open();
      onTestFinished(() => opened.close());
      current = opened;
    });

    function opened(): OpenViews {
      if (current === null) throw new Error("No test is running.");
      return current;
    }
    const views = (): Views => opened().views;
    const namesOf = async (owner: typeof MIRA | typeof JO) =>
      (await views().of(owner)).map(({ name }) => name);

    test("everybody has their own, and what others share", async () => {
      const added = valueOf(await views().add(view("disks"), MIRA));
      expect(added).toEqual({ id: 1, owner: MIRA, ...view("disks") });
      valueOf(await views().add(view("queues", { isShared: true }), MIRA));
      valueOf(await views().add(view("disks"), JO));
      expect(await namesOf(MIRA)).toEqual(["disks", "queues"]);
      expect(await namesOf(JO)).toEqual(["queues", "disks"]);
    });

    test("what is not one's own is not there to change or to remove", async () => {
      const { id } = valueOf(await views().add(view("disks", { isShared: true }), MIRA));
      const refused = { ok: false, problem: { code: "view-not-found" } };
      expect(await views().change(id, { name: "mine" }, JO)).toMatchObject(refused);
      expect(await views().remove(id, JO)).toMatchObject(refused);
      expect(await namesOf(MIRA)).toEqual(["disks"]);
      valueOf(await views().remove(id, MIRA));
      expect(await views().remove(id, MIRA)).toMatchObject(refused);
      expect(await namesOf(JO)).toEqual([]);
    });

    test("nobody has only what is shared", async () => {
      valueOf(await views().add(view("disks", { isShared: true }), MIRA));
      valueOf(await views().add(view("queues"), "operator"));
      expect((await views().of(null)).map(({ name }) => name)).toEqual(["disks"]);
    });

    test("go with a user who is removed, also where others see them", async () => {
      const { people } = opened();
      const mira = { name: "Mira", role: "operator", passwordHash: null } as const;
      const { id } = valueOf(await people.addUser(mira, BY));
      valueOf(await views().add(view("disks", { isShared: true }), MIRA));
      valueOf(await views().add(view("queues", { isShared: true }), JO));
      valueOf(await people.removeUser(id, BY));
      expect(await namesOf(JO)).toEqual(["queues"]);
    });

    test("names differ, and one is the default", async () => {
      const one = valueOf(await views().add(view("one", { isDefault: true }), MIRA));
      const two = valueOf(await views().add(view("two", { isDefault: true }), MIRA));
      const defaults = async () =>
        (await views().of(MIRA)).filter(({ isDefault }) => isDefault).map(({ id }) => id);
      expect(await defaults()).toEqual([two.id]);
      valueOf(await views().change(one.id, { isDefault: true, filter: { q: "new" } }, MIRA));
      expect(await defaults()).toEqual([one.id]);
      const taken = { ok: false, problem: { code: "view-name-taken" } };
      expect(await views().add(view("one"), MIRA)).toMatchObject(taken);
      expect(await views().change(two.id, { name: "one" }, MIRA)).toMatchObject(taken);
      expect((await views().of(MIRA))[0]).toMatchObject({ name: "one", filter: { q: "new" } });
    });

    test("there are so many at most", async () => {
      for (let index = 0; index < MOST_VIEWS; index++) {
        valueOf(await views().add(view(`view ${index}`), MIRA));
      }
      expect(await views().add(view("another"), MIRA)).toMatchObject({
        problem: { code: "too-many-views" },
      });
      valueOf(await views().add(view("another"), JO));
    });
  });
}
