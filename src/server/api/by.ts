import "server-only";
import { actorOf, type Principal } from "../../domain/principal.ts";
import type { By } from "../store/people.ts";

/** Whoever makes a call, as the audit names them. */
export function byOf(principal: Principal, address: string): By {
  return { actor: actorOf(principal), address };
}
