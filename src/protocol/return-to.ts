/** Where a sign-in leads that began nowhere else. */
export const HOME = "/";

/** Characters of an address that is kept through a sign-in. */
const LONGEST = 2_000;
/** A host that is nobody's (RFC 2606), so that only a path can stay on it. */
const NOWHERE = "http://return.invalid";
/** What begins one of our pages. What browsers read as another host, or leave out as they read, is none. */
const PATH = /^\/(?!\/)[^\\\p{C}\s]*$/u;
/** What nobody comes back to: it would do something, or begin the sign-in anew. */
const NO_PAGE = /^\/(?:api|auth|setup|sign-in)(?:\/|$)/u;

/**
 * Where to go once somebody has signed in: a page of ours, or {@link HOME} for anything else, since the
 * text may come from a link that somebody else has made.
 */
export function returnToOf(text: string | null | undefined): string {
  if (text == null || text.length > LONGEST || !PATH.test(text)) return HOME;
  const url = URL.parse(text, NOWHERE);
  if (url === null || url.origin !== NOWHERE || NO_PAGE.test(url.pathname)) return HOME;
  // Dots are resolved by now, and may have brought two slashes together: /.//host.
  return url.pathname.startsWith("//") ? HOME : `${url.pathname}${url.search}${url.hash}`;
}

/** The page for signing in that leads back to a page of ours. */
export function signInPath(from: string): string {
  const to = returnToOf(from);
  return to === HOME ? "/sign-in" : `/sign-in?${new URLSearchParams({ to })}`;
}
