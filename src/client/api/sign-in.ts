import * as v from "valibot";
import type { Answer } from "../../protocol/answer.ts";
import { type SessionAnswer, sessionSchema } from "../../protocol/session.ts";
import { jsonOf, request } from "./request.ts";

export function signIn(name: string, password: string): Promise<Answer<SessionAnswer>> {
  return request(sessionSchema, "/api/session", {
    method: "POST",
    ...jsonOf({ name, password }),
  });
}

/** Makes the first admin, with the code that the server has written to its standard error. */
export function setUp(code: string, name: string, password: string): Promise<Answer<unknown>> {
  return request(v.unknown(), "/api/setup", {
    method: "POST",
    ...jsonOf({ code, name, password }),
  });
}
