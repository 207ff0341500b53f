import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { freePort } from "./free-port.ts";

/** As Debian's package of that name installs it. */
export const ALERTMANAGER = "prometheus-alertmanager";

export function isInstalled(): boolean {
  return spawnSync(ALERTMANAGER, ["--version"]).status === 0;
}

const activeSchema = v.array(v.object({ labels: v.object({ alertname: v.string() }) }));

/** What Prometheus tells it of one alert. */
export interface Pushed {
  readonly alertname: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** A real Alertmanager that knows of no other and notifies within seconds. */
export class RealAlertmanager {
  readonly #directory: string;
  readonly #port: number;
  #process: ChildProcess | null = null;

  private constructor(directory: string, port: number) {
    this.#directory = directory;
    this.#port = port;
  }

  /** One that posts what it has to say to `url`. */
  static start(url: string): Promise<RealAlertmanager> {
    return RealAlertmanager.configured(configurationFor(url));
  }

  /** One with a configuration of its own. */
  static async configured(configuration: string): Promise<RealAlertmanager> {
    const directory = await mkdtemp(join(tmpdir(), "tocsin-alertmanager-"));
    await writeFile(join(directory, "alertmanager.yml"), configuration);
    const alertmanager = new RealAlertmanager(directory, await freePort());
    await alertmanager.start();
    return alertmanager;
  }

  /** Starts it again after {@link kill}: it has forgotten all alerts, not what it notified. */
  async start(): Promise<void> {
    this.#process = spawn(
      ALERTMANAGER,
      [
        `--config.file=${join(this.#directory, "alertmanager.yml")}`,
        `--storage.path=${this.#directory}`,
        `--web.listen-address=127.0.0.1:${this.#port}`,
        "--cluster.listen-address=",
      ],
      { stdio: "ignore" },
    );
    await once(this.#process, "spawn");
  }

  /** Asks it to end, as a restart does, and waits until it has. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** Whether it took what it was told. */
  async push(...alerts: readonly Pushed[]): Promise<boolean> {
    const body = alerts.map(({ alertname, startsAt, endsAt }) => ({
      labels: { alertname },
      startsAt,
      endsAt,
    }));
    try {
      const answer = await fetch(`http://127.0.0.1:${this.#port}/api/v2/alerts`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return answer.ok;
    } catch {
      return false; // It does not listen yet.
    }
  }

  /** The names of the alerts that it calls active, null where it does not answer yet. */
  async active(): Promise<string[] | null> {
    const address = `http://127.0.0.1:${this.#port}/api/v2/alerts?active=true`;
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok !== true) return null;
    const alerts = v.parse(activeSchema, await answer.json());
    return alerts.map(({ labels }) => labels.alertname).toSorted();
  }
}

function configurationFor(url: string): string {
  return `
route:
  receiver: tocsin
  group_by: [alertname]
  group_wait: 1s
  group_interval: 1s
  repeat_interval: 3s
receivers:
  - name: tocsin
    webhook_configs:
      - url: ${url}/api/ingest/alertmanager
        send_resolved: true
        max_alerts: 0
`;
}
