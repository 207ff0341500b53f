/**
 * Tocsin may share its host with others, and then lies below a path: `PUBLIC_ORIGIN=https://host/tocsin`.
 * Which one is known when the server starts and not when this is built, so the page says it; on the
 * server it is the same for all that is rendered. Ends in a slash.
 */
function base(): string {
  const isRendered = typeof document === "undefined";
  return (isRendered ? globalThis.TOCSIN_BASE : document.documentElement.dataset["base"]) ?? "/";
}

/** The path by which a browser finds what lies at `path` of this server, which begins with a slash. */
export function at(path: string): string {
  return base() + path.slice(1);
}

/** What a browser's path is at this server: the other way round. */
export function within(pathname: string): string {
  const below = base();
  if (`${pathname}/` === below) return "/";
  return pathname.startsWith(below) ? `/${pathname.slice(below.length)}` : pathname;
}

/** By which address programs find this server, such as `https://host/tocsin`. In a browser alone. */
export function ownAddress(): string {
  return location.origin + base().slice(0, -1);
}
