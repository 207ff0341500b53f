import { expect, onTestFinished, test } from "vitest";
import { readFilter } from "../../../../domain/filter.ts";
import { HEAD, opening, valueOf } from "../../conformance/subject.ts";
import { describePostgres, scratchSchema } from "../connection/database.fixture.ts";
import { openPostgresStore } from "../postgres-store.ts";

describePostgres("partitions of the texts that are searched", () => {
  async function schema(): Promise<URL> {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    return new URL(url);
  }

  /** How many alerts a search finds in it, after a post. */
  async function found(url: URL): Promise<number> {
    const store = await openPostgresStore(url.href, { onRefused: () => {} });
    onTestFinished(() => store.close());
    valueOf(await store.execute([opening({ title: "Disk full" })], null));
    const { alerts } = valueOf(await store.page(readFilter({ q: "disk" }), HEAD, 10));
    return alerts.length;
  }

  test("are those of its own schema, also where another Tocsin's is on the search path", async () => {
    const [other, own] = [await schema(), await schema()];
    expect(await found(other)).toBe(1);
    const [, others] = other.searchParams.get("options")?.split("=") ?? [];
    own.searchParams.set("options", `${own.searchParams.get("options")?.split(",")[0]},${others}`);
    expect(await found(own)).toBe(1);
  });
});
