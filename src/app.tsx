import { Route, Router } from "@solidjs/router";
import { lazy, Suspense } from "solid-js";
import { within } from "./protocol/base-path.ts";
import { SETTINGS_PAGES } from "./client/address/settings-pages.ts";
import { PATH_ID } from "./client/address/address.ts";
import FeedRoute from "./routes/feed.tsx";
import Missing from "./routes/missing.tsx";
import "./app.css";

/** Loaded when they are gone to: who reads the feed does not pay for them. */
const SignIn = lazy(() => import("./routes/sign-in.tsx"));
const Setup = lazy(() => import("./routes/setup.tsx"));
const Settings = lazy(() => import("./routes/settings.tsx"));

/**
 * The routes of the feed are part of the script and not files that are loaded when they are gone to, and what shows an
 * alert comes soon after (page/late-parts.ts): one can then be opened without a network, and after the server has been
 * updated.
 */
export default function App() {
  return (
    <Router transformUrl={within} root={(props) => <Suspense>{props.children}</Suspense>}>
      <Route component={FeedRoute}>
        <Route path="/" />
        <Route path="/alerts/:id" matchFilters={{ id: PATH_ID }} />
      </Route>
      <Route path="/sign-in" component={SignIn} />
      <Route path="/setup" component={Setup} />
      <Route component={Settings}>
        <Route
          path="/settings/:page?"
          matchFilters={{
            page: [...SETTINGS_PAGES],
          }}
        />
        <Route path="/settings/monitors/:monitor" matchFilters={{ monitor: PATH_ID }} />
        <Route path="/settings/webhooks/:webhook" matchFilters={{ webhook: PATH_ID }} />
      </Route>
      <Route path="*missing" component={Missing} />
    </Router>
  );
}
