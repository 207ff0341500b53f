import "server-only";
import type { Transport } from "./reporter.ts";
import { allowed } from "./usage-property.ts";

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u;

/** In place of the key where people look at what is sent. */
const HIDDEN = "…";

export interface PostHogParts {
  readonly host: URL;
  /** Of the project: it lets send, and nothing else. */
  readonly key: string;
  /** In ms since 1970. */
  readonly now: () => number;
}

/** To PostHog's own address for many events at once (`POST /batch/`). */
export function createPostHog({ host, key, now }: PostHogParts): Transport {
  const url = new URL("batch/", host.href.endsWith("/") ? host : `${host.href}/`).href;
  const bodyOf = (events: readonly string[], key: string) =>
    `{"api_key":${JSON.stringify(key)},"batch":[${events.join(",")}],` +
    `"sent_at":"${new Date(now()).toISOString()}"}`;
  return {
    requestOf: (events) => ({
      url,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: bodyOf(events, key),
    }),
    shown: (events) => bodyOf(events, HIDDEN),
  };
}

/**
 * An event as PostHog takes it, with what may be sent alone. It is told nobody's person and no place: the address
 * that it comes from is the server's. PostHog says 200, too, where there is no name or nobody whose it is, so that
 * has to be right from the first.
 */
export function createEventOf(instance: string, newId: () => string) {
  if (!UUID.test(instance)) throw new Error("The instance has no id to be told by.");
  return (name: string, properties: Readonly<Record<string, unknown>>, at: number): string =>
    JSON.stringify({
      event: name,
      distinct_id: instance,
      properties: {
        ...allowed(properties),
        $process_person_profile: false,
        $geoip_disable: true,
      },
      timestamp: new Date(at).toISOString(),
      uuid: newId(),
    });
}
