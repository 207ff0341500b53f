import * as v from "valibot";
import type { Act } from "../../domain/act.ts";
import { type Alert, alertSchema } from "../../domain/alert.ts";
import type { Answer } from "../../protocol/answer.ts";
import { tellDeed } from "./deeds.ts";
import { jsonOf, request } from "./request.ts";

/** Does that to the alert; the answer is the alert as it is afterwards. */
export function command(id: number, act: Act): Promise<Answer<Alert>> {
  const { action, ...rest } = act;
  tellDeed([id]);
  return action === "delete"
    ? request(alertSchema, `/api/alerts/${id}`, { method: "DELETE" })
    : request(alertSchema, `/api/alerts/${id}/${action}`, {
        method: "POST",
        ...("until" in rest && jsonOf(rest)),
      });
}

/** Removes an alert that lies in the trash for good. */
export function forget(id: number): Promise<Answer<null>> {
  return request(v.null(), `/api/alerts/${id}/forever`, { method: "DELETE" });
}

export function note(id: number, text: string): Promise<Answer<Alert>> {
  return request(alertSchema, `/api/alerts/${id}/notes`, {
    method: "POST",
    ...jsonOf({ text }),
  });
}
