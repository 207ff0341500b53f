import { anAlert } from "../../domain/alert.arbitrary.ts";
import type { Alert } from "../../domain/alert.ts";
import type { Page } from "../../protocol/page.ts";
import { EMPTY_WINDOW, land, type Update } from "./window.ts";

export function rows(newest: number, oldest: number): Alert[] {
  return Array.from({ length: newest - oldest + 1 }, (_, i) =>
    anAlert({ id: newest - i, seq: newest - i }),
  );
}

export function page(newest: number, oldest: number, ends: Partial<Page> = {}): Page {
  const head = { epoch: "e", seq: 1000 };
  return { alerts: rows(newest, oldest), older: "older", newer: null, head, ...ends };
}

export function update(fields: Partial<Update>): Update {
  return { put: [], patch: [], remove: [], to: 2000, ...fields };
}

export const atHead = land(EMPTY_WINDOW, page(1000, 951), 1000);
export const deep = land(EMPTY_WINDOW, page(500, 451, { newer: "newer" }), 1000);
