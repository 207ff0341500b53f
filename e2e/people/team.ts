import type { Page } from "@playwright/test";
import { type App, type NewAlert, someAlerts } from "../support/app.ts";
import { expect, test as base } from "../support/fixtures.ts";

export const PASSWORD = "correct horse battery";

/** A server that has an admin, Mira, and so lets nobody in who does not sign in. */
export class Team {
  readonly app: App;
  /** The cookie of a session of Mira's, which no browser of the test has. */
  readonly #cookie: string;

  private constructor(app: App, cookie: string) {
    this.app = app;
    this.#cookie = cookie;
  }

  /** What is to be in the feed is sent while the server is open yet. */
  static async found(app: App, alerts: readonly NewAlert[] = someAlerts(60)): Promise<Team> {
    if (alerts.length > 0) await app.open(alerts);
    const account = { name: "Mira", password: PASSWORD };
    const made = await app.send("/api/setup", { code: setupCodeOf(app), ...account });
    expect(made.status, await made.text()).toBe(201);
    return new Team(app, await cookieOf(app, account));
  }

  /** Asks as Mira would, by a script that has her cookie. */
  async ask(method: string, path: string, body?: unknown): Promise<Response> {
    const { origin } = new URL(this.app.url);
    const answer = await this.app.fetch(path, {
      method,
      headers: { cookie: this.#cookie, origin, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
    return answer;
  }

  async add(name: string, role: "viewer" | "operator" | "admin"): Promise<number> {
    const answer = await this.ask("POST", "/api/users", { name, role, password: PASSWORD });
    return ((await answer.json()) as { id: number }).id;
  }

  /** Ends every session of somebody. */
  async signOut(name: string): Promise<void> {
    const answer = await this.ask("GET", "/api/sessions");
    const { sessions } = (await answer.json()) as {
      sessions: { id: number; principal: string; isCurrent: boolean }[];
    };
    const theirs = sessions.filter((one) => one.principal === `user:${name}` && !one.isCurrent);
    expect(theirs.length, `sessions of ${name}`).toBeGreaterThan(0);
    for (const { id } of theirs) await this.ask("DELETE", `/api/sessions/${id}`);
  }

  /** Sends alerts as a program does, by a key. */
  async open(alerts: readonly NewAlert[]): Promise<number[]> {
    const made = await this.ask("POST", "/api/keys", { name: "sender", scopes: ["ingest"] });
    const { key } = (await made.json()) as { key: string };
    const answer = await this.app.fetch("/api/alerts", {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(alerts),
    });
    expect(answer.status).toBe(200);
    const { results } = (await answer.json()) as { results: { id: number }[] };
    return results.map(({ id }) => id);
  }
}

/** The code that the server has written to its standard error. */
export function setupCodeOf(app: App): string {
  const [, code = ""] = /setup code: (\S+)/u.exec(app.log) ?? [];
  expect(code, app.log).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/u);
  return code;
}

/** What a browser has once it has signed in. */
export async function cookieOf(
  app: App,
  account: { name: string; password: string },
): Promise<string> {
  const answer = await app.send("/api/session", account);
  expect(answer.status).toBe(200);
  const [cookie = ""] = answer.headers.getSetCookie();
  return cookie.split(";")[0] ?? "";
}

/** Fills in the form for signing in, wherever it is, and sends it. */
export async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  // By its role, which what is hidden has not: other forms ask for names, too.
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Signs in at the door, and waits until the page that it leads to is there. */
export async function enterByDoor(page: Page, name: string, to = "/", origin = ""): Promise<void> {
  await page.goto(`${origin}/sign-in?${new URLSearchParams({ to })}`);
  await signIn(page, name);
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** Goes to a page as somebody who has signed in, by a request: the door is for the tests that are about it. */
export async function enter(page: Page, name: string, to = "/"): Promise<void> {
  const answer = await page.request.post("/api/session", { data: { name, password: PASSWORD } });
  expect(answer.status(), await answer.text()).toBe(200);
  await page.goto(to);
}

// What is refused is reported by the browser, whoever handles it.
const REFUSED = /status of 40[139]/u;

/** Tests whose app has an admin before anything is asked of it. */
export const test = base.extend<{ team: Team }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
  expectedErrors: async ({}, use) => use([REFUSED]),
  team: [async ({ app }, use) => use(await Team.found(app)), { auto: true }],
});

export { expect };
