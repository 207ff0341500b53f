import manifest from "../../../package.json" with { type: "json" };

/** Of Tocsin, as its package says it. */
export const VERSION = manifest.version;
