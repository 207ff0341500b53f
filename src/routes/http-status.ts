import { onCleanup, untrack } from "solid-js";
import { getRequestEvent, isServer } from "solid-js/web";

/** The status (HTTP) with which the page is answered; nothing in a browser. */
export function HttpStatus(props: { readonly code: number }): null {
  if (!isServer) return null;
  const event = getRequestEvent();
  if (event?.response === undefined) return null;
  event.response.status = untrack(() => props.code);
  // What was rendered and then thrown away, such as by a boundary, has no say.
  onCleanup(() => {
    if (!("complete" in event) || event.complete !== true) event.response.status = 200;
  });
  return null;
}
