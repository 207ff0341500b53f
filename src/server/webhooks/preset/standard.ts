import { jsonRequest, type Message, type Outgoing } from "./message.ts";
import { fitted, type Shortened } from "./shorten.ts";

/** Standard Webhooks 1.0: <https://github.com/standard-webhooks/standard-webhooks>. */
export function standard(message: Message, address: URL): Outgoing {
  return { ...jsonRequest(address.href, null), body: fitted(message, written) };
}

function written({ message, cut }: Shortened): string {
  const { type, at, alert, changed, actor, note } = message;
  return JSON.stringify({
    type,
    timestamp: at,
    data: {
      alert,
      changed,
      actor,
      ...(note === null ? {} : { note }),
      ...(cut.length === 0 ? {} : { cut }),
    },
  });
}
