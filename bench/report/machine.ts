import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";

/** What the figures were measured on; times mean nothing without it. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memory: string;
  readonly system: string;
  readonly node: string;
  /** Processes that wanted to run in the last minute: others than ours make noise. */
  readonly load: number;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

export function machineWords({ processor, cores, memory, system, node, load }: Machine): string {
  return `${processor}, ${cores} cores, ${memory}, ${system}, Node ${node}, load ${load} at the start`;
}
