import { ALERT_ID } from "../../../client/page/address.ts";

/** Other addresses name no alert, and are missing. */
export const route = { matchFilters: { id: ALERT_ID } };

/** The feed itself is the layout around this; the alert that the address names is open beside it. */
export default function AlertRoute() {
  return null;
}
