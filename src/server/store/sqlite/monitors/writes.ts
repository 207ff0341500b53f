import { prepareCloseBuckets, preparePushNumbers } from "./numbers.ts";
import { prepareAddMonitor, prepareChangeMonitor, prepareRemoveMonitor } from "./settings.ts";
import { prepareSettleMonitors } from "./settle.ts";

/** What may be written of monitors, by name: each a part of the transaction that it is called in. */
export const MONITOR_WRITES = {
  addMonitor: prepareAddMonitor,
  changeMonitor: prepareChangeMonitor,
  removeMonitor: prepareRemoveMonitor,
  pushNumbers: preparePushNumbers,
  closeBuckets: prepareCloseBuckets,
  settleMonitors: prepareSettleMonitors,
};
