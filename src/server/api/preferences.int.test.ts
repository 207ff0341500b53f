import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_PREFERENCES } from "../../protocol/preferences.ts";
import { serve } from "../process/asking.fixture.ts";
import { startTeam, type Team } from "../process/team.fixture.ts";

const DARK = { theme: "dark", density: "compact", zone: "Asia/Tokyo", hours: "12" };
const path = "/api/preferences";

describe("of somebody", () => {
  let team: Team;
  beforeAll(async () => {
    team = await startTeam();
  });
  afterAll(() => team.server.stop());

  test("are their own, and go before what is usual", async () => {
    await team.add("Jo", "viewer");
    const cookie = await team.enter("Jo");
    const as = (method: string, body?: unknown) =>
      team.ask({ method, path, body, headers: { cookie, origin: team.origin } });
    expect((await as("GET")).json).toEqual(DEFAULT_PREFERENCES);
    expect(await as("PUT", DARK)).toMatchObject({ status: 200, json: DARK });
    expect((await as("GET")).json).toEqual(DARK);
    expect((await team.rule("GET", path)).json).toEqual(DEFAULT_PREFERENCES);
  });

  test.each([
    [{ ...DARK, theme: "blue" }, "theme"],
    [{ ...DARK, density: "" }, "density"],
    [{ ...DARK, zone: "Middle/Earth" }, "zone"],
    [{ ...DARK, zone: "+02:00" }, "zone"],
    [{ ...DARK, zone: "x".repeat(1000) }, "zone"],
    [{ ...DARK, hours: 12 }, "hours"],
    [{ theme: "dark" }, "density"],
  ])("%j is refused, naming %s", async (body, name) => {
    const cookie = await team.enter("Mira");
    const headers = { cookie, origin: team.origin };
    const { status, json } = await team.ask({ method: "PUT", path, body, headers });
    expect([status, json]).toMatchObject([400, { detail: expect.stringMatching(`^${name}`) }]);
  });
});

describe("of nobody", () => {
  const { ask } = serve();

  test("are what is usual, and the browser's to keep", async () => {
    expect((await ask({ path })).json).toEqual(DEFAULT_PREFERENCES);
    const refused = await ask({ method: "PUT", path, body: DARK });
    expect([refused.status, refused.json]).toMatchObject([403, { code: "not-allowed" }]);
  });
});
