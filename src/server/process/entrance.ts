import "server-only";
import { type Accounts, createAccounts } from "../auth/account.ts";
import { createClientOf } from "../auth/client-address.ts";
import { type Cookie, createCookie } from "../auth/cookie.ts";
import { createIdentify } from "../auth/identify.ts";
import { createOidc, type Oidc } from "../auth/oidc.ts";
import { createOwnKey } from "../auth/own-key.ts";
import { type Cost, createPasswords } from "../auth/password.ts";
import { createProxied } from "../auth/proxy.ts";
import { createRenewal } from "../auth/renewal.ts";
import { newSetupCode } from "../auth/setup-code.ts";
import { drawsFrom, keyFrom } from "../auth/shared-secret.ts";
import { createThrottle } from "../auth/throttle.ts";
import { createFetch } from "../outbound/fetch.ts";
import { createGuard } from "../outbound/guard.ts";
import { targetOf } from "../outbound/target.ts";
import type { WaysIn } from "../../protocol/session.ts";
import type { OpenedStore } from "../store/opened-store.ts";
import type { People } from "../store/people.ts";
import type { Log } from "../telemetry/log.ts";
import { anonymousOf } from "./access.ts";
import type { Config } from "./config.ts";

/** Everything that decides who comes in, joined. */
export interface Entrance {
  readonly accounts: Accounts;
  readonly cookie: Cookie;
  readonly identify: ReturnType<typeof createIdentify>;
  /** With which the server's own generator posts. */
  readonly generatorKey: string;
  readonly clientOf: ReturnType<typeof createClientOf>;
  readonly renewal: ReturnType<typeof createRenewal>;
  readonly oidc: Oidc | null;
  readonly waysIn: () => WaysIn;
  /** Whether there is anybody to sign in as: until then, pages lead to where the first admin is made. */
  readonly isSetUp: () => boolean;
  /** With which the first admin is made, void as soon as there was one; null where there is one already. */
  readonly setupCode: string | null;
  /** Called when those who did not have to sign in must do so from now on. */
  readonly onClosed: (listener: () => void) => void;
}

/** What ways in are made of. */
export interface EntranceParts {
  readonly people: People;
  /** What all nodes know, see {@link OpenedStore}. */
  readonly secret: OpenedStore["secret"];
  readonly log: Log;
  readonly now: () => number;
  /** What a hash of a password costs, where it is to be another than it is to be. */
  readonly passwordCost?: Cost | undefined;
}

/** Joins the ways in as the configuration has them. Rejects where the store cannot be read. */
export async function openEntrance(
  config: Config,
  { people, secret, log, now, passwordCost }: EntranceParts,
): Promise<Entrance> {
  const { publicOrigin } = config;
  let hasAccounts = (await people.users()).length > 0;
  let hadAdmin = await people.hasAdmin();
  const setupCode = hadAdmin ? null : newSetupCode(drawsFrom(keyFrom(secret, "setup code")));
  const anonymous = () => anonymousOf(config, hasAccounts);
  const isOpenByName = config.anonymous === "viewer" || config.anonymous === "operator";
  const listeners: (() => void)[] = [];
  people.onChanged(({ users }) => {
    if (users.length === 0) return;
    const wasOpen = anonymous() === "open";
    // A user who was added is enough: what is open is so only where there is nobody.
    hasAccounts = true;
    if (wasOpen && anonymous() !== "open") for (const told of listeners) told();
    people.hasAdmin().then(
      // For good: the code stands in logs that many read, also when a provider has taken the role back.
      (has) => (hadAdmin ||= has),
      (error: unknown) => log.error({ err: error }, "the admins could not be looked up"),
    );
  });

  const cookie = createCookie("tocsin", publicOrigin);
  const ownKey = createOwnKey("generator");
  const oidc =
    config.oidc === null
      ? null
      : createOidc({
          config: {
            ...config.oidc,
            redirectUri: new URL("auth/return", publicOrigin ?? `http://127.0.0.1:${config.port}`),
          },
          cookie: createCookie("tocsin-sign-in", publicOrigin),
          // A guard of its own: that the issuer is trusted is no business of what people type.
          fetch: createFetch(
            createGuard({
              allow: config.webhookAllow,
              trusted: targetOf(config.oidc.issuer.href),
              proxy: config.egressProxy,
            }),
          ),
          log,
          now,
          sealKey: keyFrom(secret, "sign-in"),
        });
  return {
    accounts: createAccounts({
      people,
      passwords: createPasswords(passwordCost),
      throttle: createThrottle(now),
      setupCode: () => (hadAdmin ? null : setupCode),
      now,
    }),
    cookie,
    identify: ownKey.before(
      createIdentify({
        people,
        cookie,
        proxied: config.proxy === null ? null : createProxied(config.proxy, now),
        anonymous,
        now,
      }),
    ),
    generatorKey: ownKey.text,
    clientOf: createClientOf(config.trustedProxies),
    renewal: createRenewal(people),
    oidc,
    waysIn: () => ({
      password: hasAccounts,
      oidc: config.oidc?.name ?? null,
      setup: !hadAdmin,
      anonymous: isOpenByName,
    }),
    isSetUp: () => hasAccounts || config.hasProvider || isOpenByName,
    setupCode,
    onClosed: (listener) => void listeners.push(listener),
  };
}
