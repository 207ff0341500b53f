import * as v from "valibot";
import type { Answer } from "../../protocol/answer.ts";
import {
  type SessionAnswer,
  sessionSchema,
  type WaysIn,
  waysInSchema,
} from "../../protocol/session.ts";
import { request } from "./request.ts";

/** Who is asking, as far as this can be found out. */
export type Look =
  | { readonly type: "found"; readonly who: SessionAnswer }
  | { readonly type: "nobody" }
  | { readonly type: "unknown" };

export async function look(): Promise<Look> {
  const answer = await request(sessionSchema, "/api/session");
  if (answer.ok) return { type: "found", who: answer.value };
  return { type: answer.failure.code === "sign-in-required" ? "nobody" : "unknown" };
}

/** Who is asking; null where that is nobody, or the server does not say. */
export async function readSession(): Promise<SessionAnswer | null> {
  const found = await look();
  return found.type === "found" ? found.who : null;
}

/** How one may come in here. */
export function readWaysIn(): Promise<Answer<WaysIn>> {
  return request(waysInSchema, "/api/sign-in");
}

export function signOut(): Promise<Answer<null>> {
  return request(v.null(), "/api/session", { method: "DELETE" });
}
