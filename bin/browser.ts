import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** A browser without windows, tabs and menus: a page there costs a third of the processor time. */
const SHELL = "/usr/bin/chromium-headless-shell";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/microsoft-edge",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

const INSTALL_LIMIT = 5 * 60_000;

/** Chromium's flags: as root it has no sandbox, and it need not call home. */
export const BROWSER_ARGS = [
  "--disable-background-networking",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** The path of a browser as people have it, null where this machine has none that starts. */
export function findBrowser(): string | null {
  return firstThatStarts(wholeBrowsers());
}

/** The path of the browser that costs the tests least, null where this machine has none that starts. */
export function findTestBrowser(): string | null {
  const chosen = process.env["CHROMIUM"] ?? "";
  return firstThatStarts([chosen, SHELL, ...wholeBrowsers()]);
}

function wholeBrowsers(): string[] {
  return [process.env["CHROMIUM"] ?? "", chromium.executablePath(), ...PLACES];
}

function firstThatStarts(places: readonly string[]): string | null {
  return places.find((place) => existsSync(place) && starts(place)) ?? null;
}

/** A browser is of no use where the libraries that it needs are missing. */
function starts(place: string): boolean {
  // Windows' browsers open a window when asked for their version.
  if (process.platform === "win32") return true;
  return spawnSync(place, ["--version", ...BROWSER_ARGS], { timeout: 20_000 }).status === 0;
}

/**
 * Installs a browser where there is none, in the ways that may work here, until one does. Where Debian's packages
 * can be installed, the shell is so beside any other: it takes seconds, and saves minutes.
 */
function ensureBrowser(): string | null {
  const isChosen = process.env["CHROMIUM"] !== undefined;
  if (canInstallPackages() && !isChosen && !existsSync(SHELL))
    install(packageOf("chromium-headless-shell"));
  for (const way of waysToInstall()) {
    if (findTestBrowser()) break;
    install(way);
  }
  return findTestBrowser();
}

function waysToInstall(): string[] {
  if (!canInstallPackages()) return ["playwright install chromium"];
  return [packageOf("chromium"), "playwright install --with-deps chromium"];
}

function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

function packageOf(name: string): string {
  return `apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y ${name}`;
}

function install(way: string): void {
  console.log(`Installing a browser for the tests: ${way}`);
  spawnSync(way, { shell: true, stdio: ["ignore", "inherit", "inherit"], timeout: INSTALL_LIMIT });
}

if (import.meta.main) {
  const browser = ensureBrowser();
  if (browser) console.log(browser);
  else {
    console.error(
      "The end-to-end tests need a browser and none could be installed. Install Chromium or " +
        "Chrome, or name one: CHROMIUM=/path/to/chrome npm test",
    );
    process.exitCode = 1;
  }
}
