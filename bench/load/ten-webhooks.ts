import type { Server } from "../peers/server.ts";
import type { Ask } from "./admin.ts";

/** Nobody listens at the port of reserved names. */
const NOBODY = "127.0.0.1:1";

/** What a server must be started with, that it may call them. */
export function allowTen(receiver: Server): NodeJS.ProcessEnv {
  return { WEBHOOK_ALLOW: `${new URL(receiver.url).host},${NOBODY}` };
}

/**
 * Ten webhooks that are told of all, and their ids. Three are dead: nobody listens; never an answer; always 500. Of the
 * first the receiver notes when each alert arrived.
 */
export async function addTen(ask: Ask, receiver: Server): Promise<number[]> {
  const paths = ["/well", ...Array.from({ length: 6 }, (_, index) => `/well-${index}`)];
  const urls = [...paths, "/silent", "/broken"].map((path) => receiver.url + path);
  const ids: number[] = [];
  for (const url of [...urls, `http://${NOBODY}/`]) {
    const made = await ask("POST", "/api/webhooks", { name: url, url });
    ids.push((made as { id: number }).id);
  }
  return ids;
}
