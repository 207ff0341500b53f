import { at } from "../../protocol/base-path.ts";
import { writeMonitorIds } from "../../protocol/monitor-ids.ts";

/** The way to the monitors for which the alert stands. Their titles are its description. */
export function MonitorsOf(props: { ids: readonly number[] }) {
  return (
    <section class="monitors-of">
      <h3>
        <a href={at(`/settings/monitors?id=${writeMonitorIds(props.ids)}`)} rel="external">
          {props.ids.length} monitors
        </a>
      </h3>
    </section>
  );
}
