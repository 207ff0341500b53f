import { fail } from "../../../domain/problem.ts";
import { MOST_VIEWS } from "../views.ts";

export function tooManyViews() {
  return fail("too-many-views", `Everybody may have ${MOST_VIEWS}.`);
}

export function viewNameTaken(name: string) {
  return fail("view-name-taken", `You have a view “${name}”.`);
}

export function viewNotFound(id: number) {
  return fail("view-not-found", `You have no view ${id}.`);
}
