import "server-only";
import * as v from "valibot";
import { ok } from "../../domain/problem.ts";
import type { Route } from "../http/route.ts";

export function statusRoutes(): Route[] {
  return [
    {
      method: "GET",
      path: "/api/v2/status",
      summary: "What those who push to an Alertmanager ask of it",
      need: "read",
      anyHost: true,
      answer: statusSchema,
      handle: () => ok(likeAlertmanager(new Date())),
    },
  ];
}

/** The status of an Alertmanager, with the fields that its own tools insist on. */
const statusSchema = v.object({
  cluster: v.object({ name: v.string(), status: v.string(), peers: v.array(v.unknown()) }),
  config: v.object({ original: v.string() }),
  uptime: v.string(),
  versionInfo: v.record(v.string(), v.string()),
});

/** What Tocsin says of itself to `amtool`: it takes alerts, and is no member of a cluster. */
function likeAlertmanager(now: Date): v.InferOutput<typeof statusSchema> {
  const unsaid = { branch: "", buildDate: "", buildUser: "", goVersion: "", revision: "" };
  return {
    cluster: { name: "tocsin", status: "disabled", peers: [] },
    config: { original: "" },
    uptime: new Date(now.getTime() - process.uptime() * 1000).toISOString(),
    versionInfo: { ...unsaid, version: "tocsin" },
  };
}
