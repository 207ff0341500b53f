import type { Alert } from "../../src/domain/alert.ts";
import type { App } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";
import { isThorough } from "../support/measured.ts";
import { kept, NAUGHTY } from "../support/naughty.ts";
import { Live } from "../support/socket.ts";
import { expectUnharmed, memoryOf, refusal } from "../support/unharmed.ts";

// What it takes of memory is measured.
test.use({ alone: true });

/** Fewer than a connection may send in ten seconds. */
const FILTERS_PER_SOCKET = 90;

/** What may be said of a text as a place in the feed. */
const MISPLACED = [null, "invalid-parameter", "invalid-cursor", "stale-cursor", "alert-not-found"];

const PLACES = ["before", "after", "around", "at", "limit"];

interface Posted {
  readonly id: number;
  readonly text: string;
}

test("every text comes back from every field as it was posted", async ({ app }) => {
  const before = await memoryOf(app);
  const posted = await postAll(app);
  const found = new Map((await everyAlert(app)).map((alert) => [alert.id, alert]));
  for (const { id, text } of posted) {
    const pairs = Object.fromEntries([["text", kept(text)]]);
    const named = Object.fromEntries([[nameOf(text), kept(text)]]);
    expect(found.get(id), JSON.stringify(text)).toMatchObject({
      title: titleOf(text),
      description: kept(text),
      source: short(text) || "api",
      fingerprint: short(text) || null,
      url: kept(text) || null,
      labels: pairs,
      annotations: named,
    });
  }
  await expectUnharmed(app, before);
});

test("every text can be asked for, by address and by socket", async ({ app }) => {
  const posted = await postAll(app);
  const askable = posted
    .filter(({ text }) => short(text) !== "" && text.length <= 200)
    .filter((_, index) => isThorough || index % 3 === 0 || index > NAUGHTY.length - 50);
  for (const { id, text } of askable) {
    const params = new URLSearchParams({ q: text, label: `text=${kept(text)}`, limit: "200" });
    if (!text.includes(",")) params.set("source", kept(text));
    const ids = (await app.page(params.toString())).alerts.map((alert) => alert.id);
    expect(ids, JSON.stringify(text)).toEqual([id]);
    expect(await refusal(app, `/api/timeline?buckets=1&${params.toString()}`)).toBeNull();
  }
  const { epoch, seq } = (await app.page("limit=1")).head;
  for (let from = 0; from < askable.length; from += FILTERS_PER_SOCKET) {
    const live = await Live.connect(app);
    for (const { id, text } of askable.slice(from, from + FILTERS_PER_SOCKET)) {
      const filter = { q: text, source: [kept(text)], label: [`text=${kept(text)}`] };
      live.say({ type: "subscribe", since: { epoch, seq: 0 }, filter });
      await live.next("ready");
      expect(await idsUpTo(live, seq), JSON.stringify(text)).toEqual([id]);
    }
    live.close();
  }
});

/** What a catch-up puts, in however many frames, until it has come to that place. */
async function idsUpTo(live: Live, seq: number): Promise<number[]> {
  const { put, to } = await live.next("diff");
  const ids = put.map(({ id }) => id);
  return to < seq ? [...ids, ...(await idsUpTo(live, seq))] : ids;
}

test("every text may stand in a note, a cursor and an address", async ({ app }) => {
  const [id] = await app.open([{ title: "a" }]);
  const before = await memoryOf(app);
  const notes: string[] = [];
  for (const [index, text] of NAUGHTY.entries()) {
    const init = { method: "POST", body: JSON.stringify({ text }) };
    const code = await refusal(app, `/api/alerts/${id}/notes`, init);
    if (code === null) notes.push(kept(text).trim());
    else expect([code, text.trim()]).toEqual(["invalid-body", ""]);
    const part = encodeURIComponent(text.toWellFormed());
    const places = isThorough ? PLACES : PLACES.slice(index % 5, (index % 5) + 1);
    for (const place of places) {
      expect(MISPLACED).toContain(await refusal(app, `/api/alerts?${place}=${part}`));
    }
    await refusal(app, `/api/alerts/${part}`);
    await refusal(app, `/api/alerts/${part}/events`);
    if (!isThorough && index % 5 !== 0) continue;
    const page = await app.fetch(`/${part}?q=${part}&label=${part}&at=${part}`);
    expect([200, 400, 404], JSON.stringify(text)).toContain(page.status);
    await page.arrayBuffer();
  }
  const answer = await app.fetch(`/api/alerts/${id}/events`);
  const { events } = (await answer.json()) as { events: { data: { text?: string } }[] };
  expect(events.flatMap(({ data }) => data.text ?? [])).toEqual(notes);
  await expectUnharmed(app, before);
});

/** Posts each text in every field at once, as far as its length allows. */
async function postAll(app: App): Promise<Posted[]> {
  const alerts = NAUGHTY.map((text) => ({
    title: text.trim() === "" ? "x" : text,
    description: text,
    severity: text.slice(0, 50),
    source: Array.from(text).length <= 200 ? text : "",
    fingerprint: Array.from(text).length <= 200 ? text : "",
    url: text,
    labels: { text },
    annotations: Object.fromEntries([[Array.from(text).length <= 200 && text ? text : "x", text]]),
  }));
  const ids = await app.open(alerts);
  return NAUGHTY.map((text, index) => ({ id: ids[index] ?? 0, text }));
}

async function everyAlert(app: App): Promise<Alert[]> {
  const alerts: Alert[] = [];
  for (let older: string | null = ""; older !== null;) {
    const page = await app.page(`limit=200${older && `&before=${older}`}`);
    alerts.push(...page.alerts);
    older = page.older;
  }
  return alerts;
}

function titleOf(text: string): string {
  return text.trim() === "" ? "x" : kept(text);
}

function nameOf(text: string): string {
  return short(text) || "x";
}

/** As it is kept where at most 200 characters may stand. */
function short(text: string): string {
  return Array.from(text).length <= 200 ? kept(text) : "";
}
