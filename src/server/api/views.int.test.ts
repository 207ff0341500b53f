import { expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { GIVEN_VIEWS } from "../../protocol/given-views.ts";
import { viewSchema, viewsSchema } from "../../protocol/views.ts";
import { serve } from "../process/asking.fixture.ts";
import { send, startServer } from "../process/server.fixture.ts";

const { ask, post, open } = serve();

async function views() {
  const { status, json } = await ask({ path: "/api/views" });
  expect(status).toBe(200);
  return v.parse(viewsSchema, json).views;
}

test("given views are there, and one's own are kept, each with how many open alerts it shows", async () => {
  const [first, second] = await open("api", 4, { labels: { env: "prod" } });
  await post(`/api/alerts/${first}/acknowledge`);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  expect((await post(`/api/alerts/${second}/snooze`, { until })).status).toBe(200);
  expect((await views()).map(({ name, open }) => [name, open])).toEqual([
    ["Everything", 4],
    ["Needs someone", 2],
    ["Mine", 1],
    ["Trash", null],
  ]);

  const filter = { label: ["env=~pr.*"], severity: ["info"] };
  const made = await post("/api/views", { name: "Payments", filter });
  expect([made.status, made.json]).toMatchObject([
    201,
    { name: "Payments", filter, shared: false, default: false, owner: "operator", open: 4 },
  ]);
  const { id } = v.parse(viewSchema, made.json);
  const path = `/api/views/${id}`;
  const changed = await ask({ method: "PUT", path, body: { shared: true, default: true } });
  expect([changed.status, changed.json]).toMatchObject([
    200,
    { name: "Payments", filter, shared: true, default: true },
  ]);
  expect((await views()).at(-1)).toMatchObject({ id, default: true });
  expect((await ask({ method: "DELETE", path })).status).toBe(204);
  expect((await ask({ method: "DELETE", path })).json).toMatchObject({ code: "view-not-found" });
  expect(await views()).toHaveLength(4);
});

test("whoever has no name and only reads keeps none, and takes none away", async () => {
  const server = await startServer({ ANONYMOUS: "viewer" });
  onTestFinished(() => server.stop());
  const by = async (method: string, path: string, body?: unknown) =>
    (await send(server.port, { method, path, ...(body !== undefined && { body }) })).json;
  expect(await by("GET", "/api/views")).toMatchObject({ views: GIVEN_VIEWS });
  const view = { name: "Payments", filter: {} };
  expect(await by("POST", "/api/views", view)).toMatchObject({ code: "not-allowed" });
  expect(await by("PUT", "/api/views/1", view)).toMatchObject({ code: "view-not-found" });
  expect(await by("DELETE", "/api/views/1")).toMatchObject({ code: "view-not-found" });
});

test.each([
  [{ name: " ", filter: {} }, "name"],
  [{ name: "Trash", filter: {} }, "name"],
  [{ name: "a", filter: { label: ["env=~("] } }, "filter"],
  [{ name: "a", filter: { severity: ["bad"] } }, "filter"],
  [{ name: "a" }, "filter"],
])("%j is refused, naming %s", async (body, name) => {
  const { status, json } = await post("/api/views", body);
  expect([status, json]).toMatchObject([400, { detail: expect.stringMatching(`^${name}`) }]);
});
