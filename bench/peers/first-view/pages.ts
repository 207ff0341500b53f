import type { Page } from "../../../src/shared/page.ts";
import { fail, ok, type Result } from "../../../src/shared/problem.ts";

/** The page for a query string, as a browser asks for it. */
export async function pageFor(params: URLSearchParams): Promise<Result<Page>> {
  const response = await fetch(`/api/alerts?${params}`);
  return response.ok ? ok((await response.json()) as Page) : fail("internal", "");
}

/** No alert is opened in this benchmark. */
export function alertWithHistory(): Promise<Result<never>> {
  return Promise.resolve(fail("not-found", ""));
}
