import { at } from "../../../protocol/base-path.ts";

/** The log as text, to take away. */
export function Export() {
  return (
    <section>
      <h2>Export</h2>
      <p class="lead">
        The log as text: every event in order, as JSON Lines packed with zstd, to be read by other
        programs or imported elsewhere. Without people, keys and webhooks. It is sent as it is made,
        and no file of it stays here.{" "}
        <a href={at("/api/export")} download="" rel="external">
          Download an export of all
        </a>
      </p>
    </section>
  );
}
