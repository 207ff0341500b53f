import { fitsPattern } from "#pattern";
import type { Tables } from "../file/database.ts";

/** Gives the connection `fits_pattern(pattern, text)`, which the SQL of filters calls. */
export function addFitsPattern({ $client }: Tables): void {
  $client.function("fits_pattern", { deterministic: true }, (pattern: string, text: string) =>
    fitsPattern(pattern, text) ? 1 : 0,
  );
}
