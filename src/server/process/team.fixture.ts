import { once } from "node:events";
import { onTestFinished } from "vitest";
import * as v from "valibot";
import { WebSocket } from "ws";
import type { Role, Scope } from "../../domain/principal.ts";
import { newKeySchema, userSchema } from "../../protocol/people.ts";
import { SUBPROTOCOL } from "../../protocol/frame.ts";
import {
  type Received,
  receive,
  type Sent,
  send,
  type Server,
  startServer,
} from "./server.fixture.ts";

export const PASSWORD = "correct horse battery";
/** Nothing is kept that it would have to protect. */
export const CHEAP = { memory: 8, passes: 1, parallelism: 1 };

type Headers = Readonly<Record<string, string>>;

/** A server with people, who have come in by its own doors. */
export interface Team {
  readonly server: Server;
  /** The Origin of its own pages. */
  readonly origin: string;
  /** The first admin, Mira, whose number is this. */
  readonly adminId: number;
  readonly ask: (sent: Sent) => Promise<Received>;
  /** Asks as Mira would, from a page. Throws where it is refused. */
  readonly rule: (method: string, path: string, body?: unknown) => Promise<Received>;
  readonly add: (name: string, role: Role) => Promise<number>;
  /** The cookie of a new session, as a browser says it. */
  readonly enter: (name: string, password?: string) => Promise<string>;
  readonly key: (scopes: readonly Scope[], more?: object) => Promise<Key>;
}

export interface Key {
  readonly id: number;
  readonly text: string;
}

/** Starts a server and makes its first admin, Mira, by the setup code. */
export async function startTeam(
  environment: Readonly<Record<string, string>> = {},
  options: Parameters<typeof startServer>[1] = {},
): Promise<Team> {
  const server = await startServer(environment, { passwordCost: CHEAP, ...options });
  return foundTeam(server);
}

export async function foundTeam(server: Server): Promise<Team> {
  const { port, config, entrance } = server;
  const origin = config.publicOrigin?.origin ?? `http://localhost:${port}`;
  const ask = (sent: Sent) => send(port, sent);

  async function enter(name: string, password = PASSWORD): Promise<string> {
    const body = { name, password };
    const answer = await ask({ method: "POST", path: "/api/session", body });
    return cookieIn(expectOk(answer));
  }

  const account = { name: "Mira", password: PASSWORD };
  const body = { code: entrance.setupCode, ...account };
  const made = await ask({ method: "POST", path: "/api/setup", body });
  const { id: adminId } = v.parse(userSchema, expectOk(made).json);
  const cookie = await enter("Mira");

  async function rule(method: string, path: string, body?: unknown): Promise<Received> {
    return expectOk(await ask({ method, path, headers: { cookie, origin }, body }));
  }

  return {
    server,
    origin,
    adminId,
    ask,
    rule,
    enter,
    async add(name, role) {
      const { json } = await rule("POST", "/api/users", { name, role, password: PASSWORD });
      return v.parse(userSchema, json).id;
    },
    async key(scopes, more = {}) {
      const { json } = await rule("POST", "/api/keys", { name: "program", scopes, ...more });
      const { id, key } = v.parse(newKeySchema, json);
      return { id, text: key };
    },
  };
}

/** What stands in front of the attributes. */
export function cookieIn({ headers }: Received): string {
  const [set = ""] = [headers["set-cookie"] ?? ""].flat();
  return set.split(";")[0] ?? "";
}

export function bearer({ text }: Key): Headers {
  return { authorization: `Bearer ${text}` };
}

export function basic({ text }: Key, name = "any"): Headers {
  return { authorization: `Basic ${Buffer.from(`${name}:${text}`).toString("base64")}` };
}

function expectOk(answer: Received): Received {
  if (answer.status < 300) return answer;
  throw new Error(`${answer.status}: ${answer.text}`);
}

/** A live socket that is open, and the code with which it will be closed. */
export interface Opened {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
}

/** Opens a live socket, or says how it was refused. */
export async function connect(
  { port }: Pick<Server, "port">,
  headers: Headers = {},
): Promise<Opened | Received> {
  const socket = new WebSocket(`ws://localhost:${port}/api/live`, SUBPROTOCOL, { headers });
  onTestFinished(() => socket.terminate());
  socket.on("error", () => {});
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  const refused = once(socket, "unexpected-response").then(([, response]: unknown[]) =>
    receive(response),
  );
  const opened = once(socket, "open").then(() => ({ socket, closed }));
  return Promise.race([opened, refused]);
}

/** Opens one that must be opened. */
export async function listen(server: Pick<Server, "port">, headers: Headers = {}): Promise<Opened> {
  const opened = await connect(server, headers);
  if ("closed" in opened) return opened;
  throw new Error(`${opened.status}: ${opened.text}`);
}
