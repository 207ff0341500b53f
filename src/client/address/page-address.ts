import { useLocation } from "@solidjs/router";
import { type Accessor, createMemo } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Where } from "../../protocol/page.ts";
import { requiredContext } from "../ui/required-context.ts";
import { at } from "../../protocol/base-path.ts";
import { queryOf, readAddress, sameFilter } from "./address.ts";

/** What the address of the page says, and the addresses that lead on from it. */
export interface PageAddress {
  /** What the address asks for; the feed follows once it has been read. */
  readonly filter: Accessor<WrittenFilter>;
  readonly where: Accessor<Where>;
  /** The alert whose detail is open. */
  readonly openId: Accessor<number | null>;
  /** Where that alert is open, with the same filter. */
  readonly pathOf: (alert: Pick<Alert, "id">) => string;
}

export const [PageAddressProvider, usePageAddress] = requiredContext<PageAddress>("address");

export function createPageAddress(): PageAddress {
  const location = useLocation();
  const address = createMemo(() => readAddress(location.pathname, location.search));
  const filter = createMemo(() => address().filter, undefined, { equals: sameFilter });
  // Every row has a path.
  const query = createMemo(() => queryOf(filter()));
  const openId = createMemo(() => address().alertId);
  return {
    filter,
    where: () => address().where,
    openId,
    pathOf: ({ id }) => at(`/alerts/${id}${query()}`),
  };
}
