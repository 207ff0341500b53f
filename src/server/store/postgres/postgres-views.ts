import type { Actor } from "../../../domain/actor.ts";
import { flat } from "../engine/flat.ts";
import type { Views } from "../views.ts";
import { refusing } from "./connection/refusal.ts";
import type { Context } from "./context.ts";
import { addView, changeView, readViews, removeView } from "./views/views.ts";

/** Views in a database. What is written sees what any node has written before it, so names differ and one is the default. */
export function createPostgresViews({ database, write, onUnreadable }: Context): Views {
  return {
    of: refusing((owner: Actor) => readViews(database, owner), onUnreadable),
    add: async (view, owner) => flat(await write((writing) => addView(writing, view, owner))),
    change: async (id, change, owner) =>
      flat(await write((writing) => changeView(writing, id, change, owner))),
    remove: async (id, owner) => flat(await write((writing) => removeView(writing, id, owner))),
  };
}
