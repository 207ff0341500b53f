import type { ConnectionState } from "../live/connection.ts";

const WORDS = {
  live: "Live",
  connecting: "Connecting",
  "signed-out": "Signed out",
  offline: "Offline",
} as const;
const MEANING = {
  live: "Every change reaches this page",
  connecting: "Changes may be missing until it is live",
  "signed-out": "Changes do not reach this page until you sign in",
  offline: "Changes do not reach this page; it tries again",
} as const;

/** Whether the page is live, honestly. */
export function ConnectionStatus(props: { connection: ConnectionState }) {
  return (
    <span
      class="connection"
      role="status"
      // It changes with each search, for moments: what lasts is told by {@link Announcer}.
      aria-live="off"
      data-connection={props.connection.state}
      title={props.connection.reason || MEANING[props.connection.state]}
    >
      {WORDS[props.connection.state]}
    </span>
  );
}
