import { expect, test } from "vitest";
import {
  ask,
  askForBeginning,
  beginningOf,
  enterSearch,
  follow,
  rest,
  settle,
  type,
  wantedBy,
} from "./search-entry.ts";

test("what is typed while another filter changes stays, and is still to be asked for", () => {
  const typed = type(enterSearch({}), "disk");
  const toggled = follow(typed, { status: ["firing"] });
  expect(toggled).toMatchObject({ typed: "disk", isAhead: true });
});

test("what is typed after the feed was asked for its beginning stays", () => {
  const ahead = type(ask(type(enterSearch({}), "dis"), true), "disk");
  expect(follow(ahead, { q: "dis" })).toMatchObject({ typed: "disk", isAhead: true });
});

test("blanks that mean nothing stay as they were typed", () => {
  const asked = ask(type(enterSearch({}), " disk "), true);
  expect(follow(asked, { q: "disk" }).typed).toBe(" disk ");
});

test("another search, by a link or on the way back, takes the place of what was typed", () => {
  const asked = follow(ask(type(enterSearch({}), "disk"), true), { q: "disk" });
  expect(follow(asked, {})).toEqual(enterSearch({}));
  expect(follow(asked, { label: ["env=prod"] })).toEqual(enterSearch({ label: ["env=prod"] }));
});

test("what is typed in one go is one step of history, however often the feed is asked", () => {
  const first = follow(ask(type(enterSearch({}), "di"), true), { q: "di" });
  expect(first.hasStep).toBe(true);
  const second = follow(ask(type(first, "disk"), true), { q: "disk" });
  expect(second.hasStep).toBe(true);
  expect(rest(second).hasStep).toBe(false);
});

test("another step of history between ends it, so that it is not overwritten", () => {
  const asked = follow(ask(type(enterSearch({}), "disk"), true), { q: "disk" });
  expect(follow(asked, { q: "disk", status: ["firing"] }).hasStep).toBe(false);
  expect(follow(asked, {}).hasStep).toBe(false);
});

test("what asks for nothing new is no step of history, and takes no place of another's", () => {
  const blank = ask(type(enterSearch({}), " "), false);
  expect(blank.hasStep).toBe(false);
  const first = ask(type(enterSearch({}), "disk"), true);
  expect(ask(type(first, "disk "), false).hasStep).toBe(true);
});

test("what is settled stands as tokens, to which more can be typed", () => {
  const settled = settle(
    ask(type(enterSearch({ label: ["env=prod"] }), "disk severity=info"), true),
  );
  expect(settled).toMatchObject({ typed: "", kept: { label: ["env=prod"], q: "disk" } });
  const address = { label: ["env=prod"], q: "disk", severity: ["info" as const] };
  const more = type(follow(settled, address), "full a=b");
  expect(more.typed).toBe("full a=b");
  expect(wantedBy(more, address).wanted).toMatchObject({
    label: ["env=prod", "a=b"],
    q: "disk full",
    severity: ["info"],
  });
});

test("a word that becomes a name is not asked for any more, what stands before it is", () => {
  const word = follow(ask(type(enterSearch({}), "disk sev"), true), { q: "disk sev" });
  const name = askForBeginning(type(word, "disk severity="));
  expect(wantedBy(beginningOf(name), { q: "disk sev" }).wanted).toMatchObject({ q: "disk" });
  const followed = follow(name, { q: "disk" });
  expect(followed).toMatchObject({ typed: "disk severity=", isAhead: true, hasStep: true });
});
