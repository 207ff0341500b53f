import { readFileSync } from "node:fs";

/** The first block of a language below a heading of docs/connecting.md, as whoever follows it copies it. */
export function documented(heading: string, language: string): string {
  const text = readFileSync("docs/connecting.md", "utf8");
  const [, section = ""] = text.split(`\n${heading}\n`);
  const [, block] = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "su").exec(section) ?? [];
  if (block === undefined) throw new Error(`Nothing of ${language} is below ${heading}.`);
  return block;
}

/** Puts another text in each place, and fails where there is none such. */
export function replaced(block: string, places: Readonly<Record<string, string>>): string {
  return Object.entries(places).reduce((text, [place, other]) => {
    if (!text.includes(place)) throw new Error(`There is no ${place} in:\n${text}`);
    return text.replaceAll(place, other);
  }, block);
}
