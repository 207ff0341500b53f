import { type Fitting, RealProxy, whyNot as whyNoProxy } from "./real-proxy.ts";

/** Where it speaks from, which is another address than that of a test. */
export const NGINX_ADDRESS = "127.0.0.2";

/** Why nothing can be tried with it, null where it can. */
export function whyNot(): string | null {
  if (process.platform !== "linux") return "only Linux has more addresses than one on loopback";
  return whyNoProxy("nginx");
}

const FROM_ANOTHER_ADDRESS = { "proxy_pass ": `proxy_bind ${NGINX_ADDRESS}; proxy_pass ` };

/** Knows browsers by a cookie of its own, and says who they are. */
const SIGNING_IN: Fitting = {
  before: `
map $cookie_sso $known_user { default ""; mira mira; jon jon; eve eve; }
map $cookie_sso $known_groups { default ""; mira "staff,sre"; jon "staff,dev"; eve "staff"; }`,
  places: {
    ...FROM_ANOTHER_ADDRESS,
    'X-Forwarded-User ""': "X-Forwarded-User $known_user",
    'X-Forwarded-Groups ""': "X-Forwarded-Groups $known_groups",
  },
};

/** A real nginx at a port, which signs people in or passes on what they say. */
export function startNginx(
  port: number,
  upstream: string,
  { signsIn }: { readonly signsIn: boolean },
): Promise<RealProxy> {
  const fitting = signsIn ? SIGNING_IN : { places: FROM_ANOTHER_ADDRESS };
  return RealProxy.start("nginx", port, upstream, fitting);
}
