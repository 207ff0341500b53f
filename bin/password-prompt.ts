import { createInterface } from "node:readline";
import { type Readable, Writable } from "node:stream";

interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  /** Where questions are put, apart from what the command answers. */
  readonly output: Writable;
}

/**
 * A new password: asked for twice on a terminal, where nothing shows what is typed; else the first
 * line that is sent. Rejects where none comes, or the two differ.
 */
export async function newPassword(terminal: Terminal, whose: string): Promise<string> {
  if (terminal.input.isTTY !== true) return given(await firstLine(terminal.input));
  const { ask, close } = unseen(terminal);
  try {
    const first = given(await ask(`New password for ${whose}: `));
    if ((await ask("The same again: ")) !== first) throw new Error("The two passwords differ.");
    return first;
  } finally {
    close();
  }
}

/** The password that somebody has: asked for once, else as a new one. */
export async function presentPassword(terminal: Terminal, whose: string): Promise<string> {
  if (terminal.input.isTTY !== true) return given(await firstLine(terminal.input));
  const { ask, close } = unseen(terminal);
  try {
    return given(await ask(`Password of ${whose}: `));
  } finally {
    close();
  }
}

/** Asks so that nothing shows what is typed. */
function unseen({ input, output }: Terminal) {
  // It takes the keys as an editor does, and what it would show goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const keys = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  keys.once("SIGINT", () => keys.close());
  const lines = keys[Symbol.asyncIterator]();

  async function ask(question: string): Promise<string | null> {
    output.write(question);
    const line = await lines.next();
    output.write("\n");
    return line.done === true ? null : line.value;
  }

  return { ask, close: () => keys.close() };
}

async function firstLine(input: Readable): Promise<string | null> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) return line;
  return null;
}

function given(password: string | null): string {
  if (password === null || password === "") throw new Error("No password was given.");
  return password;
}
