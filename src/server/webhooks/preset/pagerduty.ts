import { cut } from "./cut.ts";
import { jsonRequest, type Message, type Outgoing } from "./message.ts";
import { fitted, type Shortened } from "./shorten.ts";
import { isOver, linksOf, oneLine, printablePairs, wordsOf } from "./words.ts";

const KEY = "routing_key";
const PLACELESS: ReadonlySet<Message["type"]> = new Set([
  "alert.noted",
  "alert.snoozed",
  "alert.woken",
]);

/**
 * The Events API v2 of PagerDuty. The key of the integration stands behind `?routing_key=` in the address and
 * goes into the body, where PagerDuty looks for it. Incidents follow where the alert stands after the event,
 * so that no change of an alert that is over opens one anew. Notes and snoozes have no place there.
 */
export function pagerduty(message: Message, address: URL): Outgoing | null {
  if (PLACELESS.has(message.type)) return null;
  const url = new URL(address);
  const key = url.searchParams.get(KEY);
  url.searchParams.delete(KEY);
  const write = (shortened: Shortened) => JSON.stringify(written(shortened, key));
  return { ...jsonRequest(url.href, null), body: fitted(message, write) };
}

function written({ message, cut: isCut }: Shortened, key: string | null) {
  const action = actionOf(message);
  const named = {
    ...(key === null ? {} : { [KEY]: key }),
    event_action: action,
    dedup_key: `tocsin/${message.identity}`,
  };
  if (action !== "trigger") return named;
  const { alert, link } = message;
  const { title, text } = wordsOf(message);
  // It and the summary must say something.
  const source = oneLine(alert.source).trim() || "unknown";
  return {
    ...named,
    client: "Tocsin",
    ...(link === null ? {} : { client_url: link }),
    links: linksOf(message).map(({ label, href }) => ({ href, text: label })),
    payload: {
      summary: cut(title.trim() || source, 1024),
      source: cut(source, 250),
      severity: alert.severity,
      timestamp: alert.startedAt,
      custom_details: {
        description: text,
        labels: printablePairs(alert.labels),
        annotations: printablePairs(alert.annotations),
        cut: isCut,
      },
    },
  };
}

function actionOf({ type, alert }: Message): "trigger" | "acknowledge" | "resolve" {
  if (isOver(alert)) return "resolve";
  // What was resolved there by its deletion is to be opened, acknowledged or not.
  if (type === "alert.restored") return "trigger";
  return alert.status === "acknowledged" ? "acknowledge" : "trigger";
}

/** Why the address has no key, null where it does. Without one, each event would be refused for good. */
export function faultOfPagerduty(address: URL): string | null {
  return address.searchParams.get(KEY)
    ? null
    : "must end with the key of the integration, such as https://events.pagerduty.com/v2/enqueue?routing_key=…";
}
