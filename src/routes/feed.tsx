import { createAsync, type RouteSectionProps, useLocation } from "@solidjs/router";
import { HttpStatus } from "./http-status.ts";
import { Show } from "solid-js";
import { detail, page, session, waysIn } from "#reading";
import { FeedPage } from "../client/page/FeedPage.tsx";
import { type Opening, readOpening } from "../client/page/opening.ts";
import type { Answer } from "../protocol/answer.ts";

/**
 * What the page at this address begins with. `#reading` is the store on the server and the HTTP
 * interface in a browser, which finds the answer in the page where the server has rendered it.
 */
function open(pathname: string, search: string): Promise<Opening> {
  return readOpening({ page, detail, session, waysIn }, pathname, search, new Date().toISOString());
}

/** The feed stays mounted while alerts are opened and closed: their routes are within it. */
export default function FeedRoute(props: RouteSectionProps) {
  const { pathname, search } = useLocation();
  const opening = createAsync(() => open(pathname, search), { deferStream: true });
  return (
    <Show when={opening()}>
      {(read) => (
        <>
          <Status opening={read()} />
          <FeedPage opening={read()} />
          {props.children}
        </>
      )}
    </Show>
  );
}

/** What could not be read is said by the status, too. */
function Status(props: { opening: Opening }) {
  const failed = () =>
    [props.opening.page, props.opening.detail].find((answer) => answer?.ok === false);
  return <Show when={failed()}>{(answer) => <HttpStatus code={statusOf(answer())} />}</Show>;
}

function statusOf(answer: Answer<unknown>): number {
  return answer.ok ? 200 : (answer.failure.status ?? 500);
}
