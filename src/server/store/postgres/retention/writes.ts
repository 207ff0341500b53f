import { ok, type Result } from "../../../../domain/problem.ts";
import type { By } from "../../people.ts";
import type { Done, Purge } from "../../store.ts";
import type { Writing } from "../log/log.ts";
import { noteRemoved } from "../log/removed.ts";
import { note } from "../people/audit.ts";

/** Removes those of the alerts for good that are beyond the horizon still, and says how many were. */
export async function purge(
  writing: Writing,
  { ids, horizon, at, kept, actor }: Purge,
): Promise<number> {
  const commands = ids.map((id) => ({ type: "Purge" as const, id, horizon }));
  const [done = []] = await writing.append([{ commands, actor }]);
  const count = done.filter(isRemoval).length;
  if (count > 0 && horizon.of === "resolved") await noteRemoved(writing, { at, kept });
  return count;
}

/** Removes one for good that lies in the trash, and notes who did. */
export async function forget(writing: Writing, id: number, by: By): Promise<Result<null>> {
  const [done = []] = await writing.append([
    { commands: [{ type: "Forget", id }], actor: by.actor },
  ]);
  const [forgotten] = done;
  if (forgotten?.ok === false) return forgotten;
  const detail = { alert: id };
  await note(writing, { type: "alert-forgotten", on: `alert:${id}`, detail, ...by });
  return ok(null);
}

function isRemoval(done: Result<Done>): boolean {
  return done.ok && done.value.events.includes("AlertForgotten");
}
