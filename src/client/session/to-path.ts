/** Pages that one does not come back to. */
const DOORS = /^\/(?:sign-in|setup|auth|api)(?:\/|$)/u;

/**
 * Where to go from the page for signing in: what its address asks for, if that is a page of ours.
 * Whoever made the link must not send people elsewhere by it.
 */
export function pathAfter(to: string | null): string {
  const here = "http://here.invalid";
  if (to === null || !URL.canParse(to, here)) return "/";
  const { origin, pathname, search, hash } = new URL(to, here);
  const isOurs = origin === here && to.startsWith("/") && !DOORS.test(pathname);
  // What is read as a path once may be read as an address the next time.
  return isOurs && !pathname.startsWith("//") ? pathname + search + hash : "/";
}

/** The page for signing in that leads back to a page of ours. */
export function signInPath(to: string): string {
  return `/sign-in?${new URLSearchParams({ to: pathAfter(to) })}`;
}
