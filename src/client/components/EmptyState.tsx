import { createSignal, onMount, Show } from "solid-js";
import { isEverything, readFilter } from "../../shared/filter.ts";
import { usePage } from "../page/page-model.ts";

/** There are no rows: why, and what to do about it. */
export function EmptyState() {
  const { feed } = usePage();
  const isOfAll = () => isEverything(readFilter({ ...feed.filter(), deleted: undefined }));
  const isTrash = () => feed.filter().deleted === "only";
  return (
    <div class="empty">
      <Show when={!isOfAll() || isTrash()} fallback={<NoAlertsYet />}>
        <Show when={!isOfAll()} fallback={<EmptyTrash />}>
          <h2>Nothing found</h2>
          <p>
            No alert {isTrash() ? "in the trash " : ""}is like that. Those that come to be will
            appear here.
          </p>
          <p>
            <a class="button" href="/">
              Show everything
            </a>
          </p>
        </Show>
      </Show>
    </div>
  );
}

function EmptyTrash() {
  return (
    <>
      <h2>The trash is empty</h2>
      <p>Alerts that you delete are kept here, and can be restored.</p>
    </>
  );
}

function NoAlertsYet() {
  const [origin, setOrigin] = createSignal("http://localhost:3000");
  onMount(() => setOrigin(location.origin));
  return (
    <>
      <h2>No alerts yet</h2>
      <p>Tocsin shows what your monitoring sends. Paste this into a terminal for a first alert:</p>
      <pre tabindex="0">
        <code>
          {`curl ${origin()}/api/alerts \\\n  -H 'content-type: application/json' \\\n  -d '{"title": "Hello from curl", "severity": "warning"}'`}
        </code>
      </pre>
      <p>
        It appears here at once. Alertmanager posts to <code>/api/ingest/alertmanager</code>,
        Grafana to <code>/api/ingest/grafana</code>.
      </p>
    </>
  );
}
