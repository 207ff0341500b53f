// @refresh reload
import { createHandler, StartServer } from "@solidjs/start/server";
import { getRequestEvent } from "solid-js/web";
import { hideBannerEarly } from "./client/session/banner-early.ts";
import { landEarly, waitEarly } from "./client/scroll/early.ts";

/** How the process hands in the nonce that it has put into the Content-Security-Policy. */
const NONCE_HEADER = "x-tocsin-nonce";

function nonceOf(request: Request | undefined): string | null {
  return request?.headers.get(NONCE_HEADER) ?? null;
}

export default createHandler(
  () => (
    <StartServer
      document={({ assets, children, scripts }) => (
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <meta
              name="description"
              content="Every alert ever received, newest first, on a page that is always live."
            />
            {/* Half a page would move when its rest comes, so none is painted (but by Firefox). */}
            <link rel="expect" href="#whole" blocking="render" />
            <script
              nonce={nonceOf(getRequestEvent()?.request) ?? undefined}
              // oxlint-disable-next-line solid/no-innerhtml -- the text is our own functions
              innerHTML={`(${waitEarly.toString()})();(${hideBannerEarly.toString()})()`}
            />
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
            {assets}
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
