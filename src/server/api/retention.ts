import "server-only";
import * as v from "valibot";
import { ok } from "../../domain/problem.ts";
import { readInput } from "../../protocol/input.ts";
import { oneOperationSchema } from "../../protocol/operations.ts";
import { timeParameter } from "../../protocol/parameters.ts";
import type { Route } from "../http/route.ts";
import type { Retention } from "../retention/retention.ts";
import type { Store } from "../store/store.ts";
import { byOf } from "./by.ts";
import { shownOperation } from "./operations.ts";

export interface RetentionParts {
  readonly store: Pick<Store, "forget">;
  readonly retention: Retention;
}

const purgeSchema = v.object({ before: timeParameter });

/** What removes alerts for good: one, or those of long ago. */
export function retentionRoutes({ store, retention }: RetentionParts): Route[] {
  return [
    {
      method: "DELETE",
      path: "/api/alerts/:id/forever",
      summary: "Remove an alert that lies in the trash for good, with its notes and its history",
      need: "admin",
      answer: v.null(),
      status: 204,
      handle: ({ id, principal, address }) => store.forget(id, byOf(principal, address)),
    },
    {
      method: "POST",
      path: "/api/purge",
      summary:
        "Begin to remove the alerts for good that were received and resolved before a time, which is an operation",
      need: "admin",
      body: purgeSchema,
      answer: oneOperationSchema,
      status: 202,
      async handle({ body, principal, address }) {
        const input = readInput(purgeSchema, body);
        if (!input.ok) return input;
        const begun = await retention.begin(input.value.before, byOf(principal, address));
        return begun.ok ? ok({ operation: shownOperation(begun.value) }) : begun;
      },
    },
  ];
}
