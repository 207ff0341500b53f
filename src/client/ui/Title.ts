import { createRenderEffect, type JSX, onCleanup } from "solid-js";
import { escape, isServer, ssr, useAssets } from "solid-js/web";

/** The title of the page. */
export function Title(props: { readonly children: string }): null {
  if (isServer) writeTitle(props);
  else createRenderEffect(() => (document.title = props.children));
  return null;
}

function writeTitle(title: { readonly children: string }): void {
  let isThrownAway = false;
  // As a boundary does with what it renders again.
  onCleanup(() => (isThrownAway = true));
  useAssets(() => {
    const written = isThrownAway ? "" : ssr(["<title>", "</title>"], escape(title.children));
    return written as unknown as JSX.Element;
  });
}
