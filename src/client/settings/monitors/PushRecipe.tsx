import { at, ownAddress } from "../../../protocol/base-path.ts";
import { createMemo } from "solid-js";
import type { Pairs } from "../../../domain/alert.ts";
import { CopyButton } from "../CopyButton.tsx";
import { pushRecipe } from "./push-recipe.ts";

/** How a number is pushed, to be pasted. */
export function PushRecipe(props: { name: string; labels: Pairs }) {
  const text = createMemo(() => pushRecipe(props.name, props.labels, ownAddress()));
  return (
    <div class="recipe">
      <p class="footnote">
        In a shell, with a key of a sender (<a href={at("/settings/keys")}>Sources and keys</a>):
      </p>
      {/* Its text is wide, and whoever has a keyboard alone has to move it, too. */}
      <pre tabindex="0" role="region" aria-label="How a number is pushed">
        {text()}
      </pre>
      <CopyButton text={text()} what="the lines for curl" />
    </div>
  );
}
