import type { Alert } from "../../shared/alert.ts";
import type { Page } from "../../shared/page.ts";
import type { Answer, HistoryEntry } from "./api.ts";

/** What the server read for the address that the page was opened at. */
export interface Opening {
  readonly page: Answer<Page>;
  /** The newest id of the feed, where the page does not reach up to it. */
  readonly newest: number;
  /** The alert that the address names, with its history, oldest first. */
  readonly detail: Answer<Detail> | null;
  /** The server's clock when it read all this. */
  readonly now: string;
}

export interface Detail {
  readonly alert: Alert;
  readonly history: readonly HistoryEntry[];
}
