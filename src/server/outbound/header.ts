/** How many headers may be added to a request, and how long each value may be (characters). */
export const HEADER_LIMITS = { count: 20, value: 2000 } as const;

const NAME = /^[\w!#$%&'*+.^`|~-]{1,100}$/u;
const VALUE = /^[\u0021-\u007E](?:[\t\u0020-\u007E]*[\u0021-\u007E])?$/u;

/** Those of the connection, those that say who asks or that it is another method, and those that every request of ours has. */
const RESERVED: ReadonlySet<string> = new Set([
  "accept-encoding",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "cookie",
  "cookie2",
  "expect",
  "forwarded",
  "host",
  "http2-settings",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "via",
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
  "x-real-ip",
]);

/** What proxies and receivers believe, and what opens the services of clouds to whoever sends it. */
const RESERVED_BEGINNINGS = [
  "metadata",
  "proxy-",
  "webhook-",
  "x-aliyun-",
  "x-aws-",
  "x-forwarded-",
  "x-google-",
] as const;

/** Why the header cannot be added to a request, null where it can. */
export function faultOfHeader(name: string, value: string): string | null {
  if (!NAME.test(name)) return "is not the name of a header";
  // Servers that hand headers on as variables, as CGI does, take `_` for `-`.
  const low = name.toLowerCase().replaceAll("_", "-");
  if (RESERVED.has(low) || RESERVED_BEGINNINGS.some((beginning) => low.startsWith(beginning)))
    return "is a header that cannot be set";
  if (value.length > HEADER_LIMITS.value || !VALUE.test(value))
    return "must have a value of ASCII in one line";
  return null;
}
