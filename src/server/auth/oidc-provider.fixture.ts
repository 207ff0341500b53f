import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import { vi } from "vitest";

export const CLIENT = { id: "tocsin", secret: "a-secret-of-the-client" };
export const REDIRECT_URI = new URL("http://127.0.0.1:3000/auth/return");

export interface ProviderOptions {
  /** What it says of whoever signs in, beside `sub`. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Whether it says that only when asked, as the standard has it. */
  readonly onlyWhenAsked?: boolean;
  readonly port?: number;
}

/** The npm package oidc-provider on loopback, where `zoe-1` signs in without being asked for anything. */
export async function startProvider({ claims, onlyWhenAsked = false, port = 0 }: ProviderOptions) {
  // It warns of all that would be wrong with it elsewhere.
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.spyOn(console, "info").mockImplementation(() => {});
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  const issuer = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const provider = new Provider(issuer.origin, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [REDIRECT_URI.href],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub"], profile: Object.keys(claims) },
    conformIdTokenClaims: onlyWhenAsked,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    cookies: { keys: ["for this test"] },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ sub, ...claims }) }),
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId ?? "",
        accountId: oidc.session?.accountId ?? "",
      });
      grant.addOIDCScope("openid profile");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (request.url?.startsWith("/interaction/") === true)
      void provider.interactionFinished(request, response, { login: { accountId: "zoe-1" } });
    else void answer(request, response);
  });
  return { issuer, port: Number(issuer.port), stop: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}

/** Follows the provider's redirects as a browser does, up to the one to us: its query. */
export async function signInAt(location: string): Promise<string> {
  const cookies = new Map<string, string>();
  let at = new URL(location);
  for (let hop = 0; hop < 10; hop += 1) {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const response = await fetch(at, { redirect: "manual", headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/u.exec(set) ?? [];
      cookies.set(name, value);
    }
    const next = response.headers.get("location");
    if (next === null)
      throw new Error(`The provider says ${response.status}: ${await response.text()}`);
    at = new URL(next, at);
    if (at.origin === REDIRECT_URI.origin) return at.search;
  }
  throw new Error("The provider leads nowhere.");
}
