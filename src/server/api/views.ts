import "server-only";
import * as v from "valibot";
import type { Actor } from "../../domain/actor.ts";
import { readFilter, resolveMe } from "../../domain/filter.ts";
import { actorOf, may, type Principal } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { wellFormed } from "../../domain/well-formed.ts";
import { MAX_VIEW_NAME, type View, viewSchema, viewsSchema } from "../../protocol/views.ts";
import { GIVEN_VIEWS } from "../../protocol/given-views.ts";
import { readInput } from "../../protocol/input.ts";
import type { Admitted, Route } from "../http/route.ts";
import type { KeptView, Views, ViewSettings } from "../store/views.ts";
import type { Suggester } from "../suggestions/suggestions.ts";
import { askedFilterSchema } from "./asked-filter.ts";

export interface ViewParts {
  readonly views: Views;
  readonly suggester: Pick<Suggester, "count">;
}

const bodyEntries = {
  name: v.pipe(
    v.string(),
    v.transform(wellFormed),
    v.trim(),
    v.nonEmpty("must not be empty"),
    v.maxLength(MAX_VIEW_NAME),
    v.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, "must be one line of text"),
    v.check((name) => !GIVEN_VIEWS.some((given) => given.name === name), "is that of a given view"),
  ),
  filter: askedFilterSchema,
  shared: v.optional(v.boolean()),
  default: v.optional(v.boolean()),
};
const newViewBody = v.object(bodyEntries);
const changeBody = v.object({
  ...bodyEntries,
  name: v.optional(bodyEntries.name),
  filter: v.optional(bodyEntries.filter),
});

/** Names for filters: those that are given, one's own, and what others share. */
export function viewRoutes(parts: ViewParts): Route[] {
  const { views } = parts;
  return [
    {
      method: "GET",
      path: "/api/views",
      summary: "Every view one has, and how many open alerts it shows",
      need: "read",
      answer: viewsSchema,
      handle: ({ principal }) => readViews(parts, principal),
    },
    {
      method: "POST",
      path: "/api/views",
      summary: "Give a filter a name",
      need: "read",
      body: newViewBody,
      answer: viewSchema,
      status: 201,
      handle: (call) => add(parts, call),
    },
    {
      method: "PUT",
      path: "/api/views/:id",
      summary: "Change a view of one's own; what is not given stays",
      need: "read",
      body: changeBody,
      answer: viewSchema,
      handle: (call) => change(parts, call),
    },
    {
      method: "DELETE",
      path: "/api/views/:id",
      summary: "Remove a view of one's own",
      need: "read",
      answer: v.null(),
      status: 204,
      handle: ({ id, principal }) => {
        const owner = ownerOf(principal);
        return owner === null ? NOT_THEIRS : views.remove(id, owner);
      },
    },
  ];
}

async function readViews(
  parts: ViewParts,
  principal: Principal,
): Promise<Result<{ readonly views: readonly View[] }>> {
  const given = GIVEN_VIEWS.map((view) => ({
    ...view,
    id: null,
    owner: null,
    isShared: false,
    isDefault: false,
  }));
  const kept = await parts.views.of(ownerOf(principal));
  const shown: View[] = [];
  for (const view of [...given, ...kept]) {
    const counted = await counting(parts, view, principal);
    if (!counted.ok) return counted;
    shown.push(counted.value);
  }
  return ok({ views: shown });
}

async function add(parts: ViewParts, { body, principal }: Admitted): Promise<Result<View>> {
  const read = readInput(newViewBody, body);
  if (!read.ok) return read;
  const { name, filter, shared = false, default: isDefault = false } = read.value;
  if (shared && !may(principal, "operate")) return MAY_NOT_SHARE;
  const owner = ownerOf(principal);
  if (owner === null) return MAY_NOT_KEEP;
  const view = { name, filter, isShared: shared, isDefault };
  const added = await parts.views.add(view, owner);
  return added.ok ? counting(parts, added.value, principal) : added;
}

async function change(parts: ViewParts, { id, body, principal }: Admitted): Promise<Result<View>> {
  const read = readInput(changeBody, body);
  if (!read.ok) return read;
  const { name, filter, shared, default: isDefault } = read.value;
  if (shared && !may(principal, "operate")) return MAY_NOT_SHARE;
  const owner = ownerOf(principal);
  if (owner === null) return NOT_THEIRS;
  const change: Partial<ViewSettings> = {
    ...(name !== undefined && { name }),
    ...(filter !== undefined && { filter }),
    ...(shared !== undefined && { isShared: shared }),
    ...(isDefault !== undefined && { isDefault }),
  };
  const changed = await parts.views.change(id, change, owner);
  return changed.ok ? counting(parts, changed.value, principal) : changed;
}

/**
 * Whose views are theirs: null for whoever has no name and only reads. Anybody may come in so, and one would
 * take away what another keeps.
 */
function ownerOf(principal: Principal): Actor | null {
  const isNobody = principal.name === "anonymous" && !may(principal, "operate");
  return isNobody ? null : actorOf(principal);
}

const NOT_THEIRS = fail("view-not-found", "Views are kept for those who sign in.");
const MAY_NOT_KEEP = fail("not-allowed", "Views are kept for those who sign in.");
const MAY_NOT_SHARE = fail("not-allowed", "Who may operate may share a view.");

/** What others have as their default is not one's own. */
async function counting(
  { suggester }: ViewParts,
  view: Omit<KeptView, "id" | "owner"> & {
    readonly id: number | null;
    readonly owner: string | null;
  },
  principal: Principal,
): Promise<Result<View>> {
  const { id, name, filter, isShared, isDefault, owner } = view;
  const open = await suggester.count(readFilter(resolveMe(filter, actorOf(principal))));
  if (!open.ok) return open;
  const isOwn = owner === ownerOf(principal);
  return ok({
    id,
    name,
    filter,
    shared: isShared,
    default: isOwn && isDefault,
    owner,
    open: open.value,
  });
}
