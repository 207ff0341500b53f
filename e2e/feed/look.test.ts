import { Feed, frames } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

// Oracle: where things stand, and whether their pixels can be told apart.

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 780],
] as const) {
  test.describe(`${width} px wide`, () => {
    test.use({
      shares: true,
      viewport: { width, height },
      expectedErrors: [/WebSocket|ERR_INTERNET/u],
    });

    test("nothing in the header moves between connecting, live and offline", async ({
      page,
      context,
    }) => {
      // What comes after the first view moves the header by itself, and has its own time.
      await page.route("**/ViewTools-*.js", () => {});
      await page.addInitScript(notePlaces);
      const feed = await Feed.open(page);
      await expect.poll(() => page.evaluate(() => "live" in (window.places ?? {}))).toBe(true);
      await context.setOffline(true);
      await expect(feed.connection).toHaveAttribute("data-connection", "offline");
      await frames(page, 2);
      const places = await page.evaluate(() => window.places ?? {});
      expect(Object.keys(places).toSorted()).toEqual(["connecting", "live", "offline"]);
      expect(places["connecting"]).toEqual(places["live"]);
      expect(places["offline"]).toEqual(places["live"]);
    });
  });
}

declare global {
  interface Window {
    /** Where the elements of the header stood in each state of the connection. */
    places?: Record<string, string[]>;
  }
}

/** Runs in the page: notes the places whenever the state has changed, and at every frame. */
function notePlaces(): void {
  const places: Record<string, string[]> = {};
  window.places = places;
  const note = (): void => {
    const state = document.querySelector<HTMLElement>("[data-connection]")?.dataset["connection"];
    // Until the script is there, the reader's time zone is not known.
    if (state !== undefined && document.querySelector(".zone")?.textContent !== "") {
      places[state] = [...document.querySelectorAll("header *")].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return `${element.tagName} ${x} ${y} ${width} ${height}`;
      });
    }
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}

test.describe("where colours are forced", () => {
  test.use({ forcedColors: "active", colorScheme: "dark" } as object);

  test("a filter that is on and a row that is open can be told from those that are not", async ({
    app,
    page,
  }) => {
    const [id = 0] = await app.open([{ title: "One", severity: "critical" }]);
    const feed = await Feed.open(page);
    const filters = ["Critical", "Firing", "Trash"];
    const toggle = (name: string) =>
      page.getByRole("navigation", { name: "Filters" }).getByRole("link", { name, exact: true });
    const look = (name: string) => toggle(name).screenshot({ animations: "disabled" });
    const off = await Promise.all(filters.map(look));
    await page.goto("/?severity=critical&status=firing&deleted=only");
    await feed.expectLive();
    for (const [index, name] of filters.entries()) {
      expect(off[index]?.equals(await look(name)), name).toBe(false);
    }

    await page.goto("/");
    await feed.expectLive();
    const edge = async () => {
      const box = await feed.row(id).boundingBox();
      if (!box) throw new Error("the row is not on screen");
      return page.screenshot({ clip: { ...box, width: 8 }, animations: "disabled" });
    };
    const closed = await edge();
    await page.goto(`/alerts/${id}`);
    await feed.expectLive();
    expect(closed.equals(await edge()), "the row").toBe(false);
  });
});

test("a resolved row keeps the shape of its severity, and says that it is resolved", async ({
  app,
  page,
}) => {
  const severities = ["critical", "error", "warning", "info"];
  const ids = await app.open(severities.map((severity) => ({ title: severity, severity })));
  const feed = await Feed.open(page);
  const shapes = () =>
    Promise.all(ids.map((id) => feed.row(id).locator("svg path").first().getAttribute("d")));
  const firing = await shapes();
  for (const id of ids) await app.act(id, "resolve");
  for (const id of ids) await expect(feed.row(id)).toContainText("resolved after");
  const resolved = await shapes();
  expect(new Set([...firing, ...resolved]).size, "shapes").toBe(8);
  // The outline comes first, what stands in it after it.
  for (const [index, shape] of resolved.entries()) {
    expect(shape?.slice(0, 20)).toBe(firing[index]?.slice(0, 20));
  }
});
