/** An alert that repeats without any change is recorded at most once in this time (ms). */
export const REPEAT_INTERVAL = 60_000;

/** A report with a lease comes each minute only to renew it; so it counts less often (ms). */
export const RENEWAL_INTERVAL = 600_000;

/** A recorded change of words is paid for with so much time (ms) of its alert's. */
export const CHANGE_PRICE = 60_000;
/** Changes that may be recorded at once; after that, one for each time that the price passes. */
export const CHANGE_CREDIT = 8;

/** For so long (ms) after an operator's Resolve, what its source still says is no news. */
export const OPERATOR_GRACE = 60_000;

/** The clocks of a pair of sources do not differ by more (ms). */
export const CLOCKS_APART = 300_000;
