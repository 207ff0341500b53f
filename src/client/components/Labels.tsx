import { createMemo, For, Show } from "solid-js";
import type { Alert } from "../../shared/alert.ts";
import { feedPath } from "../page/address.ts";
import { usePage } from "../page/page-model.ts";

/** The labels; each leads to the feed of all alerts that have it. */
export function Labels(props: { alert: Alert }) {
  const { filter } = usePage();
  const labels = createMemo(() => Object.entries(props.alert.labels));
  const withLabel = (matcher: string) => {
    const present = filter().label ?? [];
    return feedPath({ ...filter(), label: [...new Set([...present, matcher])] });
  };
  return (
    <Show when={labels().length > 0}>
      <section>
        <h3>Labels</h3>
        <dl>
          <For each={labels()}>
            {([name, value]) => (
              <>
                <dt>{name}</dt>
                <dd>
                  <a href={withLabel(`${name}=${value}`)} title={`Only with ${name}=${value}`}>
                    {value}
                  </a>
                </dd>
              </>
            )}
          </For>
        </dl>
      </section>
    </Show>
  );
}
