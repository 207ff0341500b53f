import "server-only";
import type { Configuration, CustomFetch } from "openid-client";
import * as v from "valibot";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { createTokenBucket, type Rate } from "../../domain/token-bucket.ts";
import { readUserName } from "../../domain/user-name.ts";
import { returnToOf } from "../../protocol/return-to.ts";
import type { Identity } from "../store/people.ts";
import type { Log } from "../telemetry/log.ts";
import { type Claims, claimNames, textsAt } from "./claims.ts";
import type { Cookie } from "./cookie.ts";
import { faultOf } from "./oidc-fault.ts";
import { type RoleLists, roleOf } from "./roles.ts";
import { createSeal } from "./sealed.ts";

/** A provider of OpenID Connect, and what its claims mean here. */
export interface OidcConfig {
  readonly issuer: URL;
  readonly clientId: string;
  /** Null for a public client. */
  readonly clientSecret: string | null;
  /** With blanks between them; `openid` must be among them. */
  readonly scopes: string;
  /** The claim that has groups or roles, see {@link textsAt}. */
  readonly roleClaim: string;
  readonly roles: RoleLists;
  /** `/auth/return` as browsers reach it. */
  readonly redirectUri: URL;
}

/** How long (s) somebody may take to sign in at the provider. */
const SIGN_IN_WITHIN = 600;
/** How long (ms) what a provider says of itself is believed. */
const KNOWN_FOR = 3_600_000;
/** How long (s) each of its answers may take. */
const ANSWERS_WITHIN = 5;

/** What fails at the provider and is logged: anyone can begin a sign-in, and so have it fail. */
const LOGGED: Rate = { burst: 20, perSecond: 0.2 };

/** What is kept of a sign-in that is under way, in the browser that began it. */
const begunSchema = v.object({
  state: v.string(),
  nonce: v.string(),
  verifier: v.string(),
  returnTo: v.string(),
  until: v.number(),
});

export interface OidcParts {
  readonly config: OidcConfig;
  /** Where a sign-in under way is kept. It needs a name of its own. */
  readonly cookie: Cookie;
  /** How the provider is asked, and whatever hosts it names. */
  readonly fetch: CustomFetch;
  readonly log: Pick<Log, "warn">;
  readonly now: () => number;
  /** By which another node opens what this one has sealed: 32 bytes. */
  readonly sealKey?: Uint8Array;
}

/** Where to send a browser, and the `Set-Cookie` to send with it. */
export interface Begun {
  readonly location: string;
  readonly setCookie: string;
}

/** Who has signed in, and where they were going: a path of ours. */
export interface Confirmed {
  readonly identity: Identity;
  readonly returnTo: string;
}

export type Oidc = ReturnType<typeof createOidc>;

/**
 * Signs people in at an identity provider: by code, with PKCE, state and nonce. The provider is asked
 * for its addresses when somebody first signs in, and again after each time that it did not answer.
 */
export function createOidc({ config, cookie, fetch, log, now, sealKey }: OidcParts) {
  const seal = createSeal(sealKey);
  const logged = createTokenBucket(LOGGED, now);
  let known: { readonly client: Configuration; readonly at: number } | null = null;
  let asking: Promise<Configuration> | null = null;

  /** `GET /auth/start`. `provider-unavailable`. */
  function start(returnTo: string | null): Promise<Result<Begun>> {
    return attempt(async () => {
      const oidc = await import("openid-client");
      const client = await provider();
      const verifier = oidc.randomPKCECodeVerifier();
      const state = oidc.randomState();
      const nonce = oidc.randomNonce();
      const location = oidc.buildAuthorizationUrl(client, {
        redirect_uri: config.redirectUri.href,
        scope: config.scopes,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state,
        nonce,
      });
      const until = now() + SIGN_IN_WITHIN * 1_000;
      const begun = { state, nonce, verifier, returnTo: returnToOf(returnTo), until };
      const setCookie = cookie.set(seal.close(JSON.stringify(begun)), SIGN_IN_WITHIN);
      return ok({ location: location.href, setCookie });
    });
  }

  /**
   * `GET /auth/return`, with its query and the values of the header `Cookie`. Whatever it answers,
   * {@link Cookie.clear} goes with it. `sign-in-expired`, `sign-in-not-confirmed`, `not-allowed`,
   * `provider-unavailable`.
   */
  function finish(
    query: string,
    cookies: readonly string[] | undefined,
  ): Promise<Result<Confirmed>> {
    return attempt(async () => {
      const begun = readBegun(cookies);
      const url = new URL(config.redirectUri);
      url.search = query;
      const states = url.searchParams.getAll("state");
      // A link of somebody else's would sign this browser in as them.
      if (begun === null || states.length !== 1 || states[0] !== begun.state) {
        const why = "The sign-in was begun in another browser, or more than 10 minutes ago.";
        return fail("sign-in-expired", `${why} Sign in again.`);
      }
      const client = await provider();
      const confirmed = identityOf(await claimsOf(client, url, begun));
      return confirmed.ok ? ok({ identity: confirmed.value, returnTo: begun.returnTo }) : confirmed;
    });
  }

  /** What fails at the provider as a problem; the log says why. */
  async function attempt<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await work();
    } catch (error) {
      const fault = faultOf(error);
      if (fault === null) throw error;
      if (logged.take())
        log.warn({ issuer: config.issuer.href, ...fault.reason }, "identity provider");
      return { ok: false, problem: fault.problem };
    }
  }

  function readBegun(cookies: readonly string[] | undefined) {
    const text = seal.open(cookie.read(cookies) ?? "");
    if (text === null) return null;
    const begun = v.parse(begunSchema, JSON.parse(text));
    return now() < begun.until ? begun : null;
  }

  /** Asked once, however many sign in; where it does not answer any more, what it said is still true. */
  async function provider(): Promise<Configuration> {
    if (known !== null && now() - known.at < KNOWN_FOR) return known.client;
    asking ??= discover().finally(() => (asking = null));
    try {
      return await asking;
    } catch (error) {
      if (known === null || faultOf(error) === null) throw error;
      return known.client;
    }
  }

  async function discover(): Promise<Configuration> {
    const oidc = await import("openid-client");
    const { issuer, clientId, clientSecret } = config;
    const secret = clientSecret ?? "";
    const execute = [oidc.enableNonRepudiationChecks];
    // Whether that is allowed is for the configuration to say.
    if (issuer.protocol === "http:") execute.push(oidc.allowInsecureRequests);
    const client = await oidc.discovery(
      issuer,
      clientId,
      undefined,
      (server, ...request) => {
        const offered = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
        if (clientSecret === null) oidc.None()(server, ...request);
        else if (offered.includes("client_secret_basic"))
          oidc.ClientSecretBasic(secret)(server, ...request);
        else oidc.ClientSecretPost(secret)(server, ...request);
      },
      { execute, timeout: ANSWERS_WITHIN, [oidc.customFetch]: fetch },
    );
    known = { client, at: now() };
    return client;
  }

  /** The claims of the ID token, and those that the provider tells only when it is asked (Authelia does). */
  async function claimsOf(
    client: Configuration,
    url: URL,
    { state, nonce, verifier }: v.InferOutput<typeof begunSchema>,
  ): Promise<Claims & { readonly iss: string; readonly sub: string }> {
    const oidc = await import("openid-client");
    const tokens = await oidc.authorizationCodeGrant(client, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error("An ID token that was asked for is not there.");
    const isWhole = textsAt(claims, config.roleClaim).length > 0 && nameOf(claims) !== null;
    if (isWhole || client.serverMetadata().userinfo_endpoint === undefined) return claims;
    const more = await oidc.fetchUserInfo(client, tokens.access_token, claims.sub);
    return { ...more, ...claims };
  }

  function identityOf(
    claims: Claims & { readonly iss: string; readonly sub: string },
  ): Result<Identity> {
    const { iss: issuer, sub: subject } = claims;
    const role = roleOf(textsAt(claims, config.roleClaim), config.roles);
    const name = nameOf(claims) ?? nameFrom(subject);
    if (role !== null && name !== null) return ok({ issuer, subject, name, role });
    const { roleClaim } = config;
    const refused = role === null ? "no role" : "no name";
    log.warn({ issuer, roleClaim, claims: claimNames(claims) }, `signed in, but has ${refused}`);
    return fail(
      "not-allowed",
      `The identity provider knows you, but you have ${refused} here. Ask an admin.`,
    );
  }

  return { start, finish, clear: cookie.clear };
}

/**
 * What to call them. Never the address of their mail: it changes hands, and it is nobody's business in
 * a log that all read.
 */
function nameOf(claims: Claims): string | null {
  return nameFrom(claims["preferred_username"]) ?? nameFrom(claims["name"]);
}

function nameFrom(claim: unknown): string | null {
  const read = typeof claim === "string" ? readUserName(claim) : null;
  return read?.ok === true ? read.value : null;
}
