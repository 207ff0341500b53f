import type { Page } from "@playwright/test";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

const ESC = "\u001B";
const TURNING = /[\u202A-\u202E\u2066-\u2069]/u;
/** Turns round whatever follows it within the same paragraph. */
const OVERRIDE = "\u202E";

/** Each would set `pwned`, leave an element, or turn something else round, were it not mere text. */
const PAYLOADS = [
  `<script>pwned=1</script><img class=pwned src=x onerror="pwned=1">`,
  `"><svg class=pwned onload="pwned=1"><a class=pwned href="javascript:pwned=1">x</a>`,
  `</title></textarea></script><script>pwned=1</script><!--`,
  `'-pwned=1-' onmouseover="pwned=1" style="background:url(javascript:pwned=1)"`,
  `<iframe class=pwned srcdoc="<script>parent.pwned=1</script>"></iframe><style>*{display:none}</style>`,
  `{{pwned=1}} \${pwned=1} <%= pwned=1 %> [x](javascript:pwned=1)`,
  "javascript:pwned=1",
  " java\nscript:pwned=1",
  "data:text/html,<script>pwned=1</script>",
  "vbscript:pwned",
  'https://good.example/"onclick="pwned=1',
  `${OVERRIDE}turned round`,
  `see https://good.example/a${OVERRIDE}b ${OVERRIDE}round https://good.example/c, or so`,
  "\u2067\u2066nested\u202B\u200F",
  `${ESC}[31mred${ESC}]0;title\u0007\u009B2J`,
  "a\r\nb\u2028c\u0085d",
];

test("text of any kind stays text wherever it is shown", async ({ app, page }) => {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const ids = await app.open(PAYLOADS.map(everywhere));
  const feed = await Feed.open(page);
  await expect(feed.rows).toHaveCount(PAYLOADS.length);
  await expectInert(page);
  for (const [index, id] of ids.entries()) {
    const payload = PAYLOADS[index] ?? "";
    await app.act(id, "notes", { text: payload });
    await app.act(id, "acknowledge", { note: payload });
    await page.goto(`/alerts/${id}`);
    await feed.expectLive();
    await expect(feed.detail.getByText("Note by operator").first()).toBeVisible();
    await expectInert(page);
    expect(await page.title()).toMatch(/^[^\u202A-\u202E\u2066-\u2069]*· Tocsin$/su);
    const lines = feed.detail.locator(".history [dir=auto]");
    expect((await lines.allTextContents()).join("")).not.toMatch(TURNING);
    expect(await page.evaluate(() => document.querySelectorAll("title").length)).toBe(1);
  }
  expect(dialogs).toEqual([]);
});

test("text of any kind stays text in the search box, the address and messages", async ({
  app,
  page,
}) => {
  const ids = await app.open(PAYLOADS.map(everywhere));
  for (const payload of PAYLOADS.slice(0, 6)) {
    const label = encodeURIComponent(`x=${payload}`);
    await page.goto(`/?q=${encodeURIComponent(payload)}&label=${label}#${payload}`);
    await expectInert(page);
  }
  const feed = await Feed.open(page);
  for (const id of ids.toReversed().slice(0, 4)) {
    await feed.row(id).hover();
    await feed
      .row(id)
      .getByRole("button", { name: /delete/iu })
      .click();
    await expect(page.getByRole("status").getByText("Deleted").first()).toBeVisible();
    await expectInert(page);
  }
  expect(await page.locator(".toasts").textContent()).not.toMatch(TURNING);
});

test.describe("the policy", () => {
  test.use({ expectedErrors: [/Content Security Policy/u] });

  test("stops what would get past the page", async ({ app, page }) => {
    await app.open([{ title: "a" }]);
    const violations: string[] = [];
    page.on("console", (message) => violations.push(message.text()));
    await Feed.open(page);
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.pwned = 1";
      const image = document.createElement("img");
      image.src = "https://evil.example/x.png";
      const frame = document.createElement("iframe");
      frame.src = "https://evil.example/";
      const link = document.createElement("a");
      link.href = "javascript:window.pwned=1";
      const base = document.createElement("base");
      base.href = "https://evil.example/";
      document.body.append(script, image, frame, link);
      document.head.append(base);
      link.click();
    });
    await expect.poll(() => violations.length).toBeGreaterThanOrEqual(5);
    expect(await page.evaluate(() => "pwned" in window)).toBe(false);
  });
});

test("a page that breaks its policy fails its test", async ({ app, page }) => {
  test.fail();
  await app.open([{ title: "a" }]);
  const said = page.waitForEvent("console");
  await Feed.open(page);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "1";
    document.body.append(script);
  });
  await said;
});

function everywhere(payload: string) {
  return {
    title: payload,
    description: payload,
    source: payload,
    fingerprint: payload,
    url: payload,
    labels: { [payload]: payload, x: payload },
    annotations: { [payload]: payload, summary: payload },
  };
}

/** Nothing ran, no element came of a text, no link leads astray, no text turns others round. */
async function expectInert(page: Page): Promise<void> {
  expect(await page.evaluate(() => "pwned" in window || "pwned" in document)).toBe(false);
  await expect(page.locator(".pwned, iframe, body style, [onmouseover], [onclick]")).toHaveCount(0);
  const protocols = await page
    .locator("a[href]")
    .evaluateAll((links) =>
      links.map((link) => (link instanceof HTMLAnchorElement ? link.protocol : "none")),
    );
  expect(new Set([...protocols, "http:", "https:"])).toEqual(new Set(["http:", "https:"]));
  expect(await page.evaluate(turnedRound)).toEqual([]);
}

/** Runs in the page: texts that share a paragraph, to the bidi algorithm, with one that may turn. */
function turnedRound(): string[] {
  const turning = /[\u202A-\u202E\u2066-\u2069]/u;
  const isolates = (element: Element) => {
    const { display, unicodeBidi } = getComputedStyle(element);
    return display !== "inline" || /isolate|plaintext/u.test(unicodeBidi);
  };
  const isolateOf = (node: Node): Element | null => {
    let element = node.parentElement;
    while (element !== null && !isolates(element)) element = element.parentElement;
    return element;
  };
  const texts: Node[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode } = walker;
    const isShown = currentNode.parentElement?.checkVisibility() ?? false;
    if (isShown && currentNode.textContent?.trim()) texts.push(currentNode);
  }
  const dangerous = texts.filter(({ textContent }) => turning.test(textContent ?? ""));
  return dangerous.flatMap((text) => {
    const isolate = isolateOf(text);
    const others = texts.filter((other) => other !== text && isolateOf(other) === isolate);
    return others.map(
      (other) =>
        `${text.textContent} turns ${other.textContent} in ${isolate?.outerHTML.slice(0, 200)}`,
    );
  });
}
