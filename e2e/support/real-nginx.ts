import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documented, replaced } from "./documented.ts";
import { freePort } from "./free-port.ts";

/** As Debian's packages install it, for root and for others. */
const PROGRAM = ["nginx", "/usr/sbin/nginx"].find((one) => spawnSync(one, ["-v"]).status === 0);

/** Why nothing can be tried with it, null where it can. */
export function whyNot(): string | null {
  if (PROGRAM === undefined) return "nginx is not installed";
  if (process.platform !== "linux") return "only Linux has more addresses than one on loopback";
  return spawnSync("openssl", ["version"]).status === 0 ? null : "openssl is not installed";
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

/** Where it speaks from, which is another address than that of a test. */
export const NGINX_ADDRESS = "127.0.0.2";

/** Browsers of whom it knows that they are somebody, by a cookie of its own. */
const KNOWN = `
map $cookie_sso $known_user { default ""; mira mira; jon jon; eve eve; }
map $cookie_sso $known_groups { default ""; mira "staff,sre"; jon "staff,dev"; eve "staff"; }
`;

/** A real nginx with the configuration of docs/connecting.md, before an app. */
export class RealNginx {
  readonly #directory: string;
  readonly #process: ChildProcess;
  readonly origin: string;

  private constructor(directory: string, process: ChildProcess, origin: string) {
    this.#directory = directory;
    this.#process = process;
    this.origin = origin;
  }

  /** A port for {@link start}, which the app must know before. */
  static async origin(): Promise<string> {
    return `https://localhost:${await freePort()}`;
  }

  /** Starts it at that origin, where it signs people in or passes on what they say. */
  static async start(
    origin: string,
    upstream: string,
    { signsIn }: { readonly signsIn: boolean },
  ): Promise<RealNginx> {
    if (PROGRAM === undefined) throw new Error("There is no nginx.");
    const directory = await mkdtemp(join(tmpdir(), "tocsin-nginx-"));
    const [key, certificate] = [join(directory, "key.pem"), join(directory, "cert.pem")];
    const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    const about = ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", key];
    spawnSync("openssl", [...request, ...about, "-out", certificate]);
    const server = replaced(documented("### nginx", "nginx"), {
      "listen 443 ssl": `listen 127.0.0.1:${new URL(origin).port} ssl`,
      "/etc/ssl/certs/alerts.example.org.crt": certificate,
      "/etc/ssl/private/alerts.example.org.key": key,
      "alerts.example.org": "localhost",
      "proxy_pass http://127.0.0.1:3000": `proxy_bind ${NGINX_ADDRESS}; proxy_pass ${upstream}`,
      ...(signsIn && {
        'X-Forwarded-User ""': "X-Forwarded-User $known_user",
        'X-Forwarded-Groups ""': "X-Forwarded-Groups $known_groups",
      }),
    });
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (name) => `${name}_temp_path ${directory}/${name};`,
    );
    const configuration = `
daemon off;
pid ${directory}/nginx.pid;
events {}
http {
  access_log ${directory}/access.log;
  ${temporary.join("\n  ")}
  ${KNOWN}
  ${server}
}`;
    const file = join(directory, "nginx.conf");
    await writeFile(file, configuration);
    const log = join(directory, "error.log");
    const child = spawn(PROGRAM, ["-c", file, "-p", directory, "-e", log], { stdio: "ignore" });
    const nginx = new RealNginx(directory, child, origin);
    await once(child, "spawn");
    await nginx.#listening(new URL(origin), log);
    return nginx;
  }

  async #listening({ port }: URL, log: string): Promise<void> {
    const deadline = performance.now() + 20_000;
    while (!(await isOpen(Number(port)))) {
      if (this.#process.exitCode !== null || performance.now() > deadline)
        throw new Error(`nginx does not listen:\n${await readFile(log, "utf8").catch(String)}`);
    }
  }

  async dispose(): Promise<void> {
    const ended = once(this.#process, "exit");
    if (this.#process.exitCode === null && this.#process.kill("SIGTERM")) await ended;
    await rm(this.#directory, { recursive: true, force: true });
  }
}
