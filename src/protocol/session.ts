import * as v from "valibot";
import { ROLES, WAYS_IN } from "../domain/principal.ts";

/** Who is asking, as `GET /api/session` says it. */
export const sessionSchema = v.object({
  principal: v.string(),
  role: v.nullable(v.picklist(ROLES)),
  via: v.picklist(WAYS_IN),
});
export type SessionAnswer = Readonly<v.InferOutput<typeof sessionSchema>>;

/** How one may come in, as `GET /api/sign-in` says it to whoever asks. */
export const waysInSchema = v.object({
  /** Whether there are accounts with a password. */
  password: v.boolean(),
  /** What the identity provider is called, null where there is none. */
  oidc: v.nullable(v.string()),
  /** Whether the first admin has yet to be made, at `/setup`. */
  setup: v.boolean(),
  /** Whether the server was told (`ANONYMOUS`) to let in whoever does not sign in. */
  anonymous: v.boolean(),
});
export type WaysIn = Readonly<v.InferOutput<typeof waysInSchema>>;
