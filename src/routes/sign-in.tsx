import { createAsync, query } from "@solidjs/router";
import { Show } from "solid-js";
import { session, waysIn } from "#reading";
import { readSessionOpening } from "../client/session/opening.ts";
import { SignInPage } from "../client/door/SignInPage.tsx";

const open = query(() => readSessionOpening({ session, waysIn }), "sign-in");

export default function SignInRoute() {
  const opening = createAsync(() => open(), { deferStream: true });
  return <Show when={opening()}>{(read) => <SignInPage opening={read()} />}</Show>;
}
