import "server-only";
import * as v from "valibot";
import { actorOf } from "../../domain/principal.ts";
import { ok } from "../../domain/problem.ts";
import { exportParameters, partOf } from "../../protocol/export.ts";
import type { Exports } from "../backups/exports.ts";
import { Download } from "../http/download.ts";
import type { Route } from "../http/route.ts";
import { valueOf } from "../store/refusal.ts";
import { byOf } from "./by.ts";

export interface ExportParts {
  readonly exports: Exports;
  /** In ms since 1970. */
  readonly now: () => number;
}

const ZSTD = "application/zstd";

/** The log as text. */
export function exportRoutes({ exports, now }: ExportParts): Route[] {
  return [
    {
      method: "GET",
      path: "/api/export",
      summary: "The log as text, or that of some alerts; an operation as long as it is sent",
      need: "admin",
      parameters: exportParameters,
      takesFilter: true,
      answer: v.null(),
      downloads: ZSTD,
      handle({ params, principal, address }) {
        const part = partOf(params, actorOf(principal));
        if (!part.ok) return part;
        return ok(
          new Download({
            mediaType: ZSTD,
            name: nameOf(now()),
            whole: null,
            open: async () => valueOf(await exports.begin(part.value, byOf(principal, address))),
          }),
        );
      },
    },
  ];
}

/** As backups are named. */
function nameOf(now: number): string {
  return `tocsin-${new Date(now).toISOString().replaceAll(/[:.]/gu, "-")}.jsonl.zst`;
}
