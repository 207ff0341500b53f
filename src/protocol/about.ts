import * as v from "valibot";

/** What the server says of itself to whoever asks whether it is alive. */
export const aboutSchema = v.object({
  status: v.literal("alive"),
  version: v.string(),
  /** The commit and its day. */
  build: v.string(),
  /** What keeps everything, where that is not SQLite. */
  database: v.optional(v.literal("PostgreSQL")),
});
export type About = Readonly<v.InferOutput<typeof aboutSchema>>;
