import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

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

/** The path of a browser for the tests, null where this machine has none that starts. */
export function findBrowser(): string | null {
  const places = [process.env["CHROMIUM"] ?? "", chromium.executablePath(), ...PLACES];
  return places.find((place) => existsSync(place) && starts(place)) ?? null;
}

/** A browser is of no use where the libraries that it needs are missing. */
function starts(place: string): boolean {
  // Windows' browsers open a window when asked for their version.
  if (process.platform === "win32") return true;
  return spawnSync(place, ["--version", ...BROWSER_ARGS], { timeout: 20_000 }).status === 0;
}

/** Installs a browser where there is none, in the ways that may work here, until one does. */
function ensureBrowser(): string | null {
  const found = findBrowser();
  if (found) return found;
  for (const install of waysToInstall()) {
    console.log(`No browser found. Trying: ${install}`);
    spawnSync(install, {
      shell: true,
      stdio: ["ignore", "inherit", "inherit"],
      timeout: INSTALL_LIMIT,
    });
    const installed = findBrowser();
    if (installed) return installed;
  }
  return null;
}

function waysToInstall(): string[] {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync("/usr/bin/apt-get")) return ["playwright install chromium"];
  return [
    "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y chromium",
    "playwright install --with-deps chromium",
  ];
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
