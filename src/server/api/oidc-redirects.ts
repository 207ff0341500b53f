import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { OPERATOR } from "../../domain/actor.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Rate } from "../../domain/token-bucket.ts";
import type { Accounts } from "../auth/account.ts";
import type { Cookie } from "../auth/cookie.ts";
import type { Oidc } from "../auth/oidc.ts";
import { createAddressLimit } from "../auth/throttle.ts";
import { identified, type Identify } from "../http/gate.ts";
import type { Redirects } from "../http/listener.ts";
import { SECURITY_HEADERS } from "../http/respond.ts";
import type { ClientOf } from "../http/sender.ts";
import type { People } from "../store/people.ts";
import { CHANNELS, publishFact, type SignInFact } from "../telemetry/channel.ts";

/**
 * Failures of one address that are noted. Each is a write to disk, and to come back from nowhere takes
 * no more than a link; nobody is refused for it, since others may share the address.
 */
const NOTED: Rate = { burst: 20, perSecond: 0.2 };

export interface RedirectParts {
  /** Below which path browsers find it; ends in a slash. */
  readonly basePath: string;
  readonly oidc: Oidc;
  readonly accounts: Accounts;
  readonly people: Pick<People, "noteFailure">;
  readonly cookie: Cookie;
  readonly identify: Identify;
  readonly clientOf: ClientOf;
  readonly now: () => number;
}

/** Where a browser is sent to an identity provider, and where it comes back. */
export function createOidcRedirects(parts: RedirectParts): Redirects {
  const { oidc, accounts, people, cookie, identify, clientOf } = parts;
  const noted = createAddressLimit(NOTED, parts.now);

  /** As browsers find it. */
  const at = (path: string): string => parts.basePath + path.slice(1);

  /** Back to where one signs in, which says what went wrong. */
  function explain(response: ServerResponse, { code }: Problem, cookies: readonly string[]): void {
    lead(response, at(`/sign-in?problem=${code}`), cookies);
  }

  async function start(_: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const begun = await oidc.start(url.searchParams.get("to"));
    if (begun.ok) lead(response, begun.value.location, [begun.value.setCookie]);
    else explain(response, begun.problem, []);
  }

  async function finish(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
  ): Promise<void> {
    const begun = performance.now();
    const tellOf = (outcome: SignInFact["outcome"]) =>
      publishFact(CHANNELS.signIn, { via: "oidc", outcome, ms: performance.now() - begun });
    const { headersDistinct: headers, socket } = request;
    const cleared = [oidc.clear()];
    const address = clientOf(headers, socket.remoteAddress);
    const confirmed = await oidc.finish(url.search, headers["cookie"]);
    if (!confirmed.ok) {
      const { code } = confirmed.problem;
      tellOf(code);
      // Where it cannot be noted it has failed all the same.
      if (noted.take(address).ok)
        await people.noteFailure("", `provider: ${code}`, { actor: OPERATOR, address });
      return explain(response, confirmed.problem, cleared);
    }
    const { identity, returnTo } = confirmed.value;
    const before = await identified(identify, request);
    const signedIn = await accounts.signInAs(identity, {
      address,
      userAgent: request.headers["user-agent"] ?? "",
      was: before.ok ? before.value.principal : null,
    });
    tellOf(signedIn.ok ? "signed-in" : signedIn.problem.code);
    if (!signedIn.ok) return explain(response, signedIn.problem, cleared);
    lead(response, at(returnTo), [...cleared, cookie.set(signedIn.value.token)]);
  }

  return new Map([
    ["/auth/start", start],
    ["/auth/return", finish],
  ]);
}

function lead(response: ServerResponse, location: string, cookies: readonly string[]): void {
  response
    .writeHead(303, {
      ...SECURITY_HEADERS,
      location,
      "set-cookie": [...cookies],
      "cache-control": "no-store",
    })
    .end();
}
