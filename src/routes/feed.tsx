import { createAsync, query, type RouteSectionProps, useLocation } from "@solidjs/router";
import { HttpStatusCode } from "@solidjs/start";
import { Show } from "solid-js";
import { pageParams, readAddress } from "../client/page/address.ts";
import type { Answer } from "../client/feed/api.ts";
import { FeedPage } from "../client/components/FeedPage.tsx";
import { isBeyond } from "../client/window/stretch.ts";
import type { Opening } from "../client/feed/opening.ts";
import type { Page } from "../shared/page.ts";
import { PROBLEMS, type Result } from "../shared/problem.ts";
import { alertWithHistory, pageFor } from "../server/pages.ts";

/**
 * What the page at this address begins with, read on the server. As a query it is not asked again
 * by the browser, which finds the answer in the page.
 */
const open = query(async (pathname: string, search: string): Promise<Opening> => {
  "use server";
  const now = new Date().toISOString();
  const params = pageParams(pathname, search);
  const { alertId } = readAddress(pathname, search);
  const page = await pageOrHead(params);
  const newest = page.ok && page.value.newer !== null ? await newestFor(params) : 0;
  const found = alertId === null ? null : answerOf(await alertWithHistory(alertId));
  const detail = found?.ok
    ? { ok: true as const, value: { alert: found.value.alert, history: found.value.events } }
    : found;
  return { page, newest, detail, now };
}, "opening");

/** The page, or the newest one where there is no such place. */
async function pageOrHead(params: URLSearchParams): Promise<Answer<Page>> {
  const page = await pageFor(params);
  const isNowhere = page.ok ? isBeyond(page.value) : page.problem.code === "alert-not-found";
  return answerOf(isNowhere ? await pageFor(headOf(params)) : page);
}

/** The newest id for the same filter. */
async function newestFor(params: URLSearchParams): Promise<number> {
  const head = headOf(params);
  head.set("limit", "1");
  const page = await pageFor(head);
  return (page.ok && page.value.alerts[0]?.id) || 0;
}

/** The parameters of the newest page for the same filter. */
function headOf(params: URLSearchParams): URLSearchParams {
  const head = new URLSearchParams(params);
  for (const place of ["before", "after", "around", "at"]) head.delete(place);
  return head;
}

function answerOf<T>(result: Result<T>): Answer<T> {
  if (result.ok) return result;
  const { code, detail } = result.problem;
  return { ok: false, failure: { code, title: PROBLEMS[code].title, detail } };
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

function Status(props: { opening: Opening }) {
  const failed = () =>
    [props.opening.page, props.opening.detail].find((answer) => answer?.ok === false);
  return <Show when={failed()}>{(answer) => <HttpStatusCode code={statusOf(answer())} />}</Show>;
}

function statusOf(answer: Answer<unknown>): number {
  if (answer.ok) return 200;
  const { code } = answer.failure;
  return code in PROBLEMS ? PROBLEMS[code as keyof typeof PROBLEMS].status : 500;
}
