import { expect, test } from "vitest";
import { range } from "../conformance/subject.ts";
import { describeViews } from "../conformance/views.ts";
import { MOST_VIEWS, type ViewSettings } from "../views.ts";
import { describePostgres } from "./connection/database.fixture.ts";
import { openNodes, openScratchStore } from "./postgres-store.fixture.ts";

const MIRA = "user:Mira";

function view(name: string, settings: Partial<ViewSettings> = {}): ViewSettings {
  return { name, filter: { q: name }, isShared: false, isDefault: false, ...settings };
}

describePostgres("PostgreSQL", () => {
  describeViews("views in it", openScratchStore);

  test("names differ and one view is the default, whichever node is asked", async () => {
    const [one, other] = await openNodes();
    const nodeOf = (index: number) => (index % 2 === 0 ? one : other).views;
    const added = await Promise.all(
      range(1, 12).map((n) => nodeOf(n).add(view(`view ${n % 4}`, { isDefault: true }), MIRA)),
    );
    expect(added.filter((answer) => answer.ok)).toHaveLength(4);
    const all = await one.views.of(MIRA);
    expect(all.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    const changed = await Promise.all(
      all.map(({ id }, index) => nodeOf(index).change(id, { name: "one", isDefault: true }, MIRA)),
    );
    expect(changed.filter((answer) => answer.ok)).toHaveLength(1);
    const left = await other.views.of(MIRA);
    expect(left.filter(({ isDefault }) => isDefault)).toMatchObject([{ name: "one" }]);
  });

  test("nobody has more than there may be, whichever node is asked", async () => {
    const [one, other] = await openNodes();
    const adding = range(1, MOST_VIEWS + 20).map((n) =>
      (n % 2 === 0 ? one : other).views.add(view(`view ${n}`), MIRA),
    );
    await Promise.all(adding);
    expect(await one.views.of(MIRA)).toHaveLength(MOST_VIEWS);
  });
});
