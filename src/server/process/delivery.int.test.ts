import { symlinkSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { aReport } from "../../domain/history.arbitrary.ts";
import { answering, OK, receiver } from "../outbound/receiver.fixture.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { startDelivery } from "./delivery.ts";
import { BY, newWebhook, valueOf } from "./delivery.fixture.ts";

test("a thread that is lost begins anew, and sends what happened meanwhile", async () => {
  const server = await receiver(answering(OK));
  onTestFinished(() => server[Symbol.asyncDispose]());
  // A name, so that the thread has the server look it up.
  const url = `http://localhost:${server.port}/`;
  const file = scratchFile();
  const store = await openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
  const webhook = valueOf(await store.webhooks.add(newWebhook(url, Date.now()), BY));
  const told: unknown[] = [];
  // Where its thread looks, there is no file yet.
  const later = `${file}-later`;
  const delivery = await startDelivery({
    config: {
      database: { engine: "sqlite", file: later },
      publicOrigin: null,
      webhookAllow: ["127.0.0.1", "::1"].map((address) => ({ address, port: server.port })),
      egressProxy: null,
    },
    store,
    webhooks: store.webhooks,
    log: { error: (...said: unknown[]) => void told.push(said) },
    againAfter: 50,
  });
  onTestFinished(async () => {
    await delivery.stop();
    await store.close();
  });
  // Whoever scrapes is answered meanwhile.
  expect(await delivery.state()).toEqual({ pending: 0, underWay: 0, paused: 0 });
  // Whoever changed one has done so: the next thread reads it as it is.
  await delivery.changed(webhook.id);
  await expect(delivery.test(webhook, "operator")).rejects.toThrow(/unable to open/u);
  await expect.poll(() => told.length).toBeGreaterThan(0);
  await store.execute([{ type: "Report", report: aReport() }], null);
  symlinkSync(file, later);
  await expect.poll(() => server.received()).toContain("alert.opened");
  await expect.poll(delivery.state).toEqual({ pending: 0, underWay: 0, paused: 0 });
});
