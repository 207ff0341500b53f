import { createAsync, query } from "@solidjs/router";
import { Show } from "solid-js";
import { session, waysIn } from "#reading";
import { readSessionOpening } from "../client/session/opening.ts";
import { SetupPage } from "../client/door/SetupPage.tsx";

const open = query(() => readSessionOpening({ session, waysIn }), "setup");

export default function SetupRoute() {
  const opening = createAsync(() => open(), { deferStream: true });
  return <Show when={opening()}>{(read) => <SetupPage opening={read()} />}</Show>;
}
