import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { isPublic } from "./address.ts";

/** An address that is not public and may be called all the same, at that port alone. */
export interface AllowedAddress {
  readonly address: string;
  readonly port: number;
}

/**
 * What may be allowed. All else never is: link-local addresses, where clouds tell machines their secrets,
 * multicast, "this host", and IPv6 with an IPv4 address inside, a second name for those.
 */
const ALLOWABLE: ReadonlySet<string> = new Set([
  "private",
  "loopback",
  "carrierGradeNat",
  "uniqueLocal",
  "reserved",
]);

/** Where clouds (AWS, Google, Scaleway, Alibaba, Oracle) tell machines their secrets, at what looks private. */
const SECRETIVE: ReadonlySet<string> = new Set([
  "fd00:ec2::23",
  "fd00:ec2::254",
  "fd20:ce::254",
  "fd00:42::42",
  "100.100.100.200",
  "192.0.0.192",
]);

/** The addresses of a list such as `10.1.2.3:8080,[fd00::5]:443`; null where one of them cannot be. */
export function allowListOf(text: string): readonly AllowedAddress[] | null {
  const items = text.split(",").map((item) => item.trim());
  const read = items.filter(Boolean).map(allowedOf);
  return read.every((one) => one !== null) ? read : null;
}

function allowedOf(text: string): AllowedAddress | null {
  const [, v6, v4 = "", digits = ""] = /^(?:\[([^\]]*)\]|([\d.]*)):(\d{1,5})$/u.exec(text) ?? [];
  const address = normalized(v6 ?? v4);
  const port = Number(digits);
  const isWrong = address === null || port === 0 || port > 65_535 || isIPv4(v6 ?? "");
  return isWrong ? null : { address, port };
}

function normalized(text: string): string | null {
  if ((!isIPv4(text) && !isIPv6(text)) || text.includes("%")) return null;
  const address = ipaddr.parse(text);
  const written = address.toString();
  if (SECRETIVE.has(written)) return null;
  return ALLOWABLE.has(address.range()) || isPublic(text) ? written : null;
}

/** Whether the address, at that port, is in the list. */
export function isListed(allow: readonly AllowedAddress[], address: string, port: number): boolean {
  const written = normalized(address);
  return allow.some((one) => one.address === written && one.port === port);
}

/** Whether the address could be in a list. */
export function isAllowable(address: string): boolean {
  return normalized(address) !== null;
}
