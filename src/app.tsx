import { MetaProvider } from "@solidjs/meta";
import { Route, Router } from "@solidjs/router";
import { Suspense } from "solid-js";
import { ALERT_ID } from "./client/address/address.ts";
import FeedRoute from "./routes/feed.tsx";
import Missing from "./routes/missing.tsx";
import "./app.css";

/**
 * The routes are part of the script and not files that are loaded when they are gone to: an alert
 * can then be opened without a network, and after the server has been updated.
 */
export default function App() {
  return (
    <Router
      root={(props) => (
        <MetaProvider>
          <Suspense>{props.children}</Suspense>
        </MetaProvider>
      )}
    >
      <Route component={FeedRoute}>
        <Route path="/" />
        <Route path="/alerts/:id" matchFilters={{ id: ALERT_ID }} />
      </Route>
      <Route path="*missing" component={Missing} />
    </Router>
  );
}
