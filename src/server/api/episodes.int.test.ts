import { expect, test } from "vitest";
import { serve } from "../process/asking.fixture.ts";

const { ask, post } = serve();

test("the earlier episodes of an alert are told in parts that join", async () => {
  const past = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const episode = (hours: number) => ({
    title: "Disk is full",
    source: "episodes",
    fingerprint: "f",
    startedAt: past(hours),
    status: "resolved",
    resolvedAt: past(hours - 0.5),
  });
  const ids: number[] = [];
  for (const hours of [30, 20, 10]) {
    const { json } = await post("/api/alerts", episode(hours));
    ids.push((json as { results: { id: number }[] }).results[0]?.id ?? 0);
  }
  const path = `/api/alerts/${ids[2]}/episodes`;
  const { status, json } = await ask({ path: `${path}?limit=1` });
  expect([status, json]).toMatchObject([
    200,
    { episodes: [{ id: ids[1], severity: "info" }], older: expect.any(String) },
  ]);
  const { older } = json as { older: string };
  const rest = await ask({ path: `${path}?before=${encodeURIComponent(older)}` });
  expect(rest.json).toMatchObject({ episodes: [{ id: ids[0] }], older: null });

  expect((await ask({ path: `${path}?limit=0` })).json).toMatchObject({ status: 400 });
  expect((await ask({ path: `${path}?before=x` })).json).toMatchObject({ code: "invalid-cursor" });
  const none = await ask({ path: "/api/alerts/987654/episodes" });
  expect(none.json).toMatchObject({ status: 404, code: "alert-not-found" });
});
