import { filterParams } from "../../domain/filter.ts";
import { readViews } from "../api/views.ts";

/** Where one goes on who has signed in: who wanted nowhere else begins with the view that they have chosen. */
export async function startAt(to: string): Promise<string> {
  if (to !== "/") return to;
  const answer = await readViews();
  const chosen = answer.ok ? answer.value.views.find((view) => view.default) : undefined;
  return chosen === undefined ? to : `/?${filterParams(chosen.filter)}`;
}
