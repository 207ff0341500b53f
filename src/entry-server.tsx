// @refresh reload
import { at } from "./protocol/base-path.ts";
import { createHandler, StartServer } from "@solidjs/start/server";
import { For } from "solid-js";
import { getRequestEvent } from "solid-js/web";
import { getManifest } from "solid-start:get-manifest";
import { readAddress } from "./client/address/address.ts";
import { hideBannerEarly } from "./client/session/banner-early.ts";
import { preferEarly } from "./client/ui/prefer-early.ts";
import { landEarly, waitEarly } from "./client/scroll/early.ts";

/** How the process hands in the nonce that it has put into the Content-Security-Policy. */
const NONCE_HEADER = "x-tocsin-nonce";
/** How it hands in what they prefer. */
const PREFERENCES_HEADER = "x-tocsin-preferences";

/** The scripts of what shows an open alert, each of which the browser would find in the one before. */
const OPENED = import.meta.env.PROD
  ? (await getManifest("client").getAssets("src/client/page/opened.tsx"))
      .filter(({ attrs }) => attrs.rel === "modulepreload")
      .map(({ attrs }) => attrs.href)
  : [];

/** What the page waits for besides its script before it is taken over, see entry-client.tsx. */
function awaited(): readonly string[] {
  const { pathname } = new URL(getRequestEvent()?.request.url ?? "http://localhost");
  return readAddress(pathname, "").alertId === null ? [] : OPENED;
}

/** What whoever has signed in prefers, where the page and its styles read it, see ui/preferred.ts. */
function preferred(): Record<`data-${string}`, string> {
  const said = getRequestEvent()?.request.headers.get(PREFERENCES_HEADER);
  const preferences = (said ? JSON.parse(said) : {}) as Record<string, string>;
  return Object.fromEntries(
    Object.entries(preferences).map(([name, value]) => [`data-${name}`, value] as const),
  );
}

function nonceOf(request: Request | undefined): string | null {
  return request?.headers.get(NONCE_HEADER) ?? null;
}

export default createHandler(
  () => (
    <StartServer
      document={({ assets, children, scripts }) => (
        <html lang="en" data-base={globalThis.TOCSIN_BASE} {...preferred()}>
          <head>
            <meta charset="utf-8" />
            {/* A keyboard on the screen takes room from the page, and hides nothing of it. */}
            <meta
              name="viewport"
              content="width=device-width, initial-scale=1, interactive-widget=resizes-content"
            />
            <meta name="color-scheme" content="light dark" />
            <meta
              data-of="light"
              name="theme-color"
              content="#ffffff"
              media="(prefers-color-scheme: light)"
            />
            <meta
              data-of="dark"
              name="theme-color"
              content="#14171d"
              media="(prefers-color-scheme: dark)"
            />
            <meta
              name="description"
              content="Every alert ever received, newest first, on a page that is always live."
            />
            {/* Half a page would move when its rest comes, so none is painted (but by Firefox). */}
            <link rel="expect" href="#whole" blocking="render" />
            <script
              nonce={nonceOf(getRequestEvent()?.request) ?? undefined}
              // oxlint-disable-next-line solid/no-innerhtml -- the text is our own functions
              innerHTML={`(${waitEarly.toString()})();(${hideBannerEarly.toString()})();(${preferEarly.toString()})()`}
            />
            <link rel="icon" href={at("/favicon.svg")} type="image/svg+xml" />
            <link rel="apple-touch-icon" href={at("/apple-touch-icon.png")} />
            {/* With credentials: a proxy before this server may ask for them. */}
            <link rel="manifest" href={at("/manifest.webmanifest")} crossorigin="use-credentials" />
            {assets}
            <For each={awaited()}>
              {(script) => (
                <link
                  rel="modulepreload"
                  href={script}
                  nonce={nonceOf(getRequestEvent()?.request) ?? undefined}
                />
              )}
            </For>
          </head>
          <body>
            <div id="app">{children}</div>
            <script
              nonce={nonceOf(getRequestEvent()?.request) ?? undefined}
              // oxlint-disable-next-line solid/no-innerhtml -- the text is our own function
              innerHTML={`(${landEarly.toString()})()`}
            />
            <template id="whole" />
            {scripts}
          </body>
        </html>
      )}
    />
  ),
  // Whole pages, not streamed ones: those would need script to put their parts together.
  ({ request }) => {
    const nonce = nonceOf(request);
    return { mode: "async", ...(nonce !== null && { nonce }) };
  },
);
