import { Route, Router } from "@solidjs/router";
import { type Component, lazy } from "solid-js";
import { render } from "solid-js/web";
import "../../../src/app.css";
import type { ListProps } from "./list.ts";
import { PeerPage } from "./PeerPage.tsx";

/** Each in a file of its own, so that a page loads the code of one. */
const LISTS: Readonly<Record<string, Component<ListProps>>> = {
  virtua: lazy(() => import("./VirtuaList.tsx")),
  tanstack: lazy(() => import("./TanstackList.tsx")),
  plain: lazy(() => import("./PlainList.tsx")),
  polling: lazy(() => import("./PollingList.tsx")),
};

const list = LISTS[new URLSearchParams(location.search).get("list") ?? ""];
const app = document.getElementById("app");
if (list && app) {
  render(
    () => (
      <Router>
        <Route path="*" component={() => <PeerPage list={list} />} />
      </Router>
    ),
    app,
  );
}
