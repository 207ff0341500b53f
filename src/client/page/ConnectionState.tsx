import { usePage } from "./page-model.ts";

const WORDS = { live: "Live", connecting: "Connecting", offline: "Offline" } as const;
const MEANING = {
  live: "Every change reaches this page as it happens",
  connecting: "Changes may be missing until the connection is there",
  offline: "Changes do not reach this page; it tries to connect again",
} as const;

/** Whether the page is live, honestly. */
export function ConnectionState() {
  const { connection } = usePage();
  const state = () => connection().state;
  return (
    <span
      class="connection"
      role="status"
      data-connection={state()}
      title={connection().reason || MEANING[state()]}
    >
      {WORDS[state()]}
    </span>
  );
}
