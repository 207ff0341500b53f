import { createSignal } from "solid-js";
import * as v from "valibot";
import { type Actor, OPERATOR } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";

/** More drafts than these are not kept: those that were written on longest ago go. */
const MOST = 50;
const KEY = "tocsin.drafts";

/** What is being written about an alert. */
export interface Draft {
  readonly text: string;
  /** The part of it that is on its way to the server. */
  readonly sending: string | null;
}

/** A number alone is another alert's after the database was replaced. */
type About = Pick<Alert, "id" | "receivedAt">;

/** Notes that are not sent yet. They belong to their alerts and outlive everything but the tab. */
export interface Drafts {
  readonly of: (about: About) => Draft;
  readonly write: (about: About, text: string) => void;
  /** Begins to send it; null where there is nothing to send, or it is under way. */
  readonly send: (about: About) => string | null;
  /** How that ended. */
  readonly sent: (about: About, wasTaken: boolean) => void;
  /** Takes what this tab has kept of an earlier page. */
  readonly recall: () => void;
}

const NOTHING: Draft = { text: "", sending: null };
const keptSchema = v.array(v.tuple([v.string(), v.string()]));

/** `storage` keeps their author's for the tab. Where it does not, they live as long as the page. */
export function createDrafts(
  storage: () => Pick<Storage, "getItem" | "setItem">,
  author: Actor,
): Drafts {
  const key = author === OPERATOR ? KEY : `${KEY} ${author}`;
  const [drafts, setDrafts] = createSignal<ReadonlyMap<string, Draft>>(new Map());

  const of = (about: About): Draft => drafts().get(keyOf(about)) ?? NOTHING;

  function set(about: About, draft: Draft): void {
    const next = new Map(drafts());
    next.delete(keyOf(about));
    if (draft.text !== "" || draft.sending !== null) next.set(keyOf(about), draft);
    for (const key of [...next.keys()].slice(0, -MOST)) next.delete(key);
    setDrafts(next);
    keep();
  }

  function keep(): void {
    const texts = [...drafts()].map(([key, { text }]) => [key, text]);
    try {
      storage().setItem(key, JSON.stringify(texts));
    } catch {
      // It is full, or the browser gives none.
    }
  }

  function recall(): void {
    const kept = v.safeParse(keptSchema, readKept());
    if (!kept.success) return;
    const recalled = kept.output.map(([key, text]) => [key, { text, sending: null }] as const);
    setDrafts((written) => new Map([...recalled, ...written]));
  }

  function readKept(): unknown {
    try {
      return JSON.parse(storage().getItem(key) ?? "[]");
    } catch {
      return [];
    }
  }

  return {
    of,
    write: (about, text) => set(about, { ...of(about), text }),
    send: (about) => {
      const { text, sending } = of(about);
      const written = text.trim();
      if (written === "" || sending !== null) return null;
      set(about, { text, sending: written });
      return written;
    },
    sent: (about, wasTaken) => {
      const { text, sending } = of(about);
      set(about, { text: wasTaken ? restOf(text, sending ?? "") : text, sending: null });
    },
    recall,
  };
}

function keyOf({ id, receivedAt }: About): string {
  return `${id} ${receivedAt}`;
}

/** What was written after what was sent. Where that was changed meanwhile, all of it stays. */
function restOf(text: string, sent: string): string {
  const written = text.trimStart();
  const rest = written.slice(sent.length);
  return written.startsWith(sent) && !/^\S/u.test(rest) ? rest.trimStart() : text;
}
