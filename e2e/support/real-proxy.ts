import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { replaced } from "./documented.ts";

export const PROXIES = ["nginx", "caddy", "haproxy", "apache"] as const;
export type ProxyName = (typeof PROXIES)[number];

/** What a configuration is made of that is not in the file of deploy/proxy: places of this machine. */
interface Places {
  readonly directory: string;
  readonly port: string;
  readonly upstream: string;
  readonly certificate: string;
  readonly key: string;
  /** Both in one file. */
  readonly both: string;
}

/** What a test wants other than the file has it: other texts in its places, and what goes before it. */
export interface Fitting {
  readonly places?: Readonly<Record<string, string>>;
  readonly before?: string;
}

/** How a proxy is started, and its file of deploy/proxy fitted into a whole configuration. */
interface Kind {
  readonly programs: readonly string[];
  readonly asksVersion: string;
  readonly configuration: (places: Places, fitting: Fitting) => string;
  readonly words: (file: string, directory: string) => readonly string[];
}

/** Silence after which it closes a connection, shorter than in the file so that a test sees it kept. */
const SILENCE = "15s";

const KINDS: Readonly<Record<ProxyName, Kind>> = {
  nginx: {
    programs: ["nginx", "/usr/sbin/nginx"],
    asksVersion: "-v",
    configuration: ({ directory, port, upstream, certificate, key }, { places, before = "" }) => {
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
        (name) => `${name}_temp_path ${directory}/${name};`,
      );
      const site = replaced(fileOf("nginx.conf"), {
        "listen 443 ssl": `listen 127.0.0.1:${port} ssl`,
        "/etc/ssl/certs/alerts.example.org.crt": certificate,
        "/etc/ssl/private/alerts.example.org.key": key,
        "server_name alerts.example.org": "server_name localhost",
        ...places,
        "http://127.0.0.1:3000": upstream,
        "proxy_read_timeout 60s": `proxy_read_timeout ${SILENCE}`,
      });
      // Bodies are kept in the folder, which is closed to those whom root would have it run as.
      const user = process.getuid?.() === 0 ? "user root;" : "";
      return `daemon off; ${user} pid ${directory}/pid; events {}
http { access_log off; ${temporary.join(" ")}
${before}
${site} }`;
    },
    words: (file, directory) => ["-c", file, "-p", directory, "-e", `${directory}/log`],
  },
  caddy: {
    programs: ["caddy", "/usr/bin/caddy"],
    asksVersion: "version",
    configuration: ({ directory, port, upstream, certificate, key }) => {
      const site = replaced(fileOf("Caddyfile"), {
        "alerts.example.org {": `https://localhost:${port} {\n\tbind 127.0.0.1\n\ttls ${certificate} ${key}`,
        "127.0.0.1:3000": new URL(upstream).host,
      });
      return `{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system ${directory}\n}\n${site}`;
    },
    words: (file) => ["run", "--adapter", "caddyfile", "--config", file],
  },
  haproxy: {
    programs: ["haproxy", "/usr/sbin/haproxy"],
    asksVersion: "-v",
    configuration: ({ port, upstream, both }) =>
      replaced(fileOf("haproxy.cfg"), {
        "bind :443": `bind 127.0.0.1:${port}`,
        "/etc/haproxy/alerts.example.org.pem": both,
        "127.0.0.1:3000": new URL(upstream).host,
        "timeout tunnel 60s": `timeout tunnel ${SILENCE}`,
      }),
    words: (file) => ["-db", "-f", file],
  },
  apache: {
    programs: ["apache2", "/usr/sbin/apache2", "httpd"],
    asksVersion: "-v",
    configuration: ({ directory, port, upstream, certificate, key }) => {
      const modules = ["mpm_event", "authz_core", "ssl", "http2", "headers", "proxy", "proxy_http"];
      const loaded = [...modules, "socache_shmcb"].map(
        (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
      );
      const site = replaced(fileOf("apache.conf"), {
        "*:443": `127.0.0.1:${port}`,
        "ServerName alerts.example.org": "ServerName localhost",
        "/etc/ssl/certs/alerts.example.org.crt": certificate,
        "/etc/ssl/private/alerts.example.org.key": key,
        "http://127.0.0.1:3000": upstream,
        "timeout=60": `timeout=${SILENCE.replace("s", "")}`,
      });
      return `${loaded.join("\n")}
Listen 127.0.0.1:${port}
ServerName localhost
DefaultRuntimeDir ${directory}
PidFile ${directory}/pid
ErrorLog ${directory}/log
User nobody
Group nogroup
${site}`;
    },
    words: (file) => ["-X", "-f", file],
  },
};

function fileOf(name: string): string {
  return readFileSync(`deploy/proxy/${name}`, "utf8");
}

function programOf({ programs, asksVersion }: Kind): string | undefined {
  return programs.find((one) => spawnSync(one, [asksVersion]).status === 0);
}

/** Why nothing can be tried with it, null where it can. */
export function whyNot(name: ProxyName): string | null {
  if (programOf(KINDS[name]) === undefined) return `${name} is not installed`;
  return spawnSync("openssl", ["version"]).status === 0 ? null : "openssl is not installed";
}

/** A real proxy with the file of deploy/proxy, before an app, at a port of its own. */
export class RealProxy {
  readonly #kind: Kind;
  readonly #directory: string;
  readonly #port: number;
  #process: ChildProcess | null = null;
  #said = "";

  private constructor(kind: Kind, directory: string, port: number) {
    this.#kind = kind;
    this.#directory = directory;
    this.#port = port;
  }

  static async start(
    name: ProxyName,
    port: number,
    upstream: string,
    fitting: Fitting = {},
  ): Promise<RealProxy> {
    const directory = await mkdtemp(join(tmpdir(), `tocsin-${name}-`));
    await mkdir(join(directory, "etc"));
    const [key, certificate, both] = ["key.pem", "cert.pem", "both.pem"].map((file) =>
      join(directory, "etc", file),
    ) as [string, string, string];
    const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    const about = ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", key];
    spawnSync("openssl", [...request, ...about, "-out", certificate]);
    await writeFile(both, `${await readFile(certificate, "utf8")}${await readFile(key, "utf8")}`);
    const kind = KINDS[name];
    const places = { directory, port: String(port), upstream, certificate, key, both };
    await writeFile(join(directory, "etc/configuration"), kind.configuration(places, fitting));
    const proxy = new RealProxy(kind, directory, port);
    await proxy.start();
    return proxy;
  }

  /** Starts it again after {@link stop}. */
  async start(): Promise<void> {
    const program = programOf(this.#kind);
    if (program === undefined) throw new Error("The proxy is gone.");
    const file = join(this.#directory, "etc/configuration");
    const child = spawn(program, this.#kind.words(file, this.#directory), {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, HOME: this.#directory },
    });
    const hear = (chunk: Buffer) => (this.#said += chunk.toString());
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    this.#process = child;
    await once(child, "spawn");
    const deadline = performance.now() + 20_000;
    while (!(await isOpen(this.#port))) {
      if (child.exitCode !== null || performance.now() > deadline)
        throw new Error(`The proxy does not listen:\n${this.#said}`);
      // To ask without a pause would take the processor from the proxy that is to start.
      await setTimeout(20);
    }
  }

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
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
