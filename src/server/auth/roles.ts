import "server-only";
import type { Role } from "../../domain/principal.ts";

/** Which groups have which role. {@link ANYBODY} stands for whoever has signed in. */
export interface RoleLists {
  readonly admins: readonly string[];
  readonly operators: readonly string[];
  readonly viewers: readonly string[];
}

export const ANYBODY = "*";

/** The highest role of those groups, null where none of them has any. Groups are compared to the letter. */
export function roleOf(groups: readonly string[], lists: RoleLists): Role | null {
  const has = (list: readonly string[]) =>
    list.some((group) => group === ANYBODY || groups.includes(group));
  if (has(lists.admins)) return "admin";
  if (has(lists.operators)) return "operator";
  return has(lists.viewers) ? "viewer" : null;
}
