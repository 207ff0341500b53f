import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import { openForWriting } from "../../src/server/store/sqlite/file/database.ts";
import { identityOf } from "../../src/server/store/engine/identity.ts";
import { searchTextOf } from "../../src/domain/search.ts";

interface Posted {
  readonly source: string;
  readonly fingerprint: string;
  readonly title: string;
  readonly description: string;
  readonly severity: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
  readonly url: string;
  readonly startedAt: string;
}

interface Message {
  readonly ticket: number;
  readonly alerts: readonly Posted[];
}

const port = parentPort;
const file = String(workerData);
// Makes the tables that Tocsin has, and nothing else.
openForWriting(file).$client.close();

const db = new Database(file);
db.pragma("synchronous = FULL");
db.pragma("cache_size = -65536");
db.pragma("journal_size_limit = 67108864");
db.pragma("wal_autocheckpoint = 4000");

const event = db.prepare("insert into events values (?, ?, 'AlertOpened', 1, ?, ?, ?)");
const alert = db.prepare(
  `insert into alerts (id, seq, identity, source, fingerprint, title, description, severity, status,
     labels, annotations, url, started_at, received_at, last_seen_at, occurrences, starts)
   values (?, ?, ?, ?, ?, ?, ?, ?, 'firing', ?, ?, ?, ?, ?, ?, 1, '[]')`,
);
const label = db.prepare("insert into labels values (?, ?, ?)");
const search = db.prepare("insert into search (rowid, text) values (?, ?)");
const count = db.prepare(
  "insert into counts values (?, ?, 1) on conflict do update set alerts = alerts + 1",
);
let id = 0;

/** The same statements as Tocsin's for an alert that is opened, without what decides on them. */
function insert(posted: Posted): number {
  const { source, fingerprint, title, description, severity, labels, annotations, url } = posted;
  const now = Date.now();
  const startedAt = Date.parse(posted.startedAt);
  const [labelText, annotationText] = [JSON.stringify(labels), JSON.stringify(annotations)];
  id += 1;
  event.run(id, id, now, source, JSON.stringify(posted));
  // As scattered over its indexes as Tocsin's own.
  const words = [identityOf(posted), source, fingerprint, title, description, severity];
  alert.run(id, id, ...words, labelText, annotationText, url, startedAt, now, now);
  for (const [name, value] of Object.entries(labels)) label.run(name, value, id);
  search.run(id, searchTextOf(posted));
  count.run(Math.floor(now / 60_000), severity);
  return id;
}

const commit = db.transaction((group: readonly Message[]) =>
  group.map(({ ticket, alerts }) => ({ ticket, ids: alerts.map(insert) })),
);

// What arrives while one group is committed is committed with the next.
port?.on("message", (first: Message) => {
  const group = [first];
  for (let next = received(); next !== undefined; next = received()) group.push(next);
  port.postMessage(commit.immediate(group));
});

function received(): Message | undefined {
  if (port === null) return undefined;
  const found: { readonly message: Message } | undefined = receiveMessageOnPort(port);
  return found?.message;
}
