import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import * as v from "valibot";
import type { WrittenFilter } from "../../src/domain/filter.ts";
import type { Team } from "../people/team.ts";

/** Nobody listens at the port of reserved names. */
const NOBODY = "127.0.0.1:1";
/** Of so many requests the busy one asks for one to come again. */
const BUSY = 50;

const bodySchema = v.object({ data: v.object({ alert: v.object({ id: v.number() }) }) });

interface Receiver {
  readonly path: string;
  /** The label whose alerts it is told of. */
  readonly label: string;
}

/** Those that take what they are told; the last one at times asks for it to come again. */
const WELL: readonly Receiver[] = [
  { path: "/gold", label: "tier=gold" },
  ...[0, 1, 2, 3, 4].map((team) => ({ path: `/team-${team}`, label: `team=${team}` })),
  { path: "/busy", label: "team=5" },
];

/** An event of an alert. */
export interface Told {
  readonly seq: number;
  readonly alert: number;
}

/** Receivers of webhooks: some that are well, and three that are dead. */
export class Receivers {
  /** What each that is well has taken, in the order in which it came, once for each time. */
  readonly taken = new Map<string, Told[]>(WELL.map(({ label }) => [label, []]));
  #requests = 0;
  readonly #server: Server = createServer(
    (request, response) => void this.#take(request, response),
  );

  static async start(): Promise<Receivers> {
    const receivers = new Receivers();
    receivers.#server.listen(0, "127.0.0.1");
    await once(receivers.#server, "listening");
    return receivers;
  }

  get #host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What a server is to be started with that may call them. */
  get environment(): NodeJS.ProcessEnv {
    return { WEBHOOK_ALLOW: `${this.#host},${NOBODY}` };
  }

  /** Makes a webhook for each: ten. The dead are to be told of everything. */
  async add(team: Team): Promise<void> {
    const webhook = (name: string, url: string, filter: WrittenFilter) =>
      team.ask("POST", "/api/webhooks", { name, url, filter });
    for (const { path, label } of WELL)
      await webhook(path, `http://${this.#host}${path}`, {
        label: [label],
        deleted: "include",
      });
    await webhook("silent", `http://${this.#host}/silent`, {});
    await webhook("broken", `http://${this.#host}/broken`, {});
    await webhook("nobody", `http://${NOBODY}/`, {});
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = "" } = request;
    const body = await text(request).catch(() => "");
    // What was broken off did not arrive, and what is silent never says so.
    if (body === "" || url === "/silent") return;
    this.#requests += 1;
    const well = WELL.find(({ path }) => path === url);
    if (well === undefined) return void response.writeHead(500).end();
    if (url === "/busy" && this.#requests % BUSY === 0)
      return void response.writeHead(503, { "retry-after": "1" }).end();
    const { alert } = v.parse(bodySchema, JSON.parse(body)).data;
    const [, seq = ""] = /_(\d+)$/u.exec(String(request.headers["webhook-id"])) ?? [];
    this.taken.get(well.label)?.push({ seq: Number(seq), alert: alert.id });
    response.end();
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** What came for the first time after something later of the same alert. */
export function disorderOf(taken: readonly Told[]): Told[] {
  const seen = new Set<number>();
  const last = new Map<number, number>();
  return taken.filter(({ seq, alert }) => {
    if (seen.has(seq)) return false;
    seen.add(seq);
    const before = last.get(alert) ?? 0;
    last.set(alert, Math.max(before, seq));
    return seq < before;
  });
}
