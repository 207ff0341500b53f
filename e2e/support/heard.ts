import type { Page } from "@playwright/test";
import { Feed, frames } from "./feed.ts";

/** Opens the page and waits for what tells of it, which comes after the first view. */
export async function openHeard(page: Page, path = "/"): Promise<Feed> {
  const loaded = page.waitForResponse(/Announcer/u);
  const feed = await Feed.open(page, path);
  await (await loaded).finished();
  await frames(page, 2);
  return feed;
}
