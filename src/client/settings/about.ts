import { type About, aboutSchema } from "../../protocol/about.ts";
import type { Answer } from "../../protocol/answer.ts";
import { request } from "../api/request.ts";

/** What this server is. */
export function readAbout(): Promise<Answer<About>> {
  return request(aboutSchema, "/healthz");
}
