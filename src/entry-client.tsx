// @refresh reload
import { mount, StartClient } from "@solidjs/start/client";
import { emptyState, opened } from "#parts";
import { readAddress } from "./client/address/address.ts";
import { NEW, type Part } from "./client/ui/later.ts";

/** A part that could not be loaded is asked for again after this (ms); until then the page says that it connects. */
const AGAIN = 2000;

/** What the server has rendered beside the first view: a page is taken over as it is, or not at all. */
function renderedParts(): readonly Part<object>[] {
  return [
    ...(readAddress(location.pathname, location.search).alertId === null ? [] : [opened]),
    ...(document.querySelector(".empty") === null ? [] : [emptyState]),
  ];
}

async function loadInTheEnd(part: Part<object>): Promise<void> {
  try {
    await part.load();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
    // Firefox never asks again for a script that it could not load once, see later.ts: where the server answers, a new page does.
    if (performance.now() > NEW)
      await fetch(location.href).then(
        () => location.reload(),
        () => {},
      );
    await loadInTheEnd(part);
  }
}

const app = document.getElementById("app");
if (app) {
  // In a task of its own: between it and the script's own beginning a press or a key has its turn.
  void Promise.all(renderedParts().map(loadInTheEnd)).then(() =>
    setTimeout(() => mount(() => <StartClient />, app)),
  );
}
