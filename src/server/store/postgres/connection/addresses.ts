/**
 * The addresses that a URL of PostgreSQL names, one for each host, as libpq reads them: hosts and their ports are parted
 * by commas, those of sockets in `?host=`. Whatever else it says is said of each.
 */
export function addressesOf(url: string): string[] {
  const from = url.indexOf("://") + 3;
  const end = url.slice(from).search(/[/?#]/u);
  const rest = end < 0 ? "" : url.slice(from + end);
  const authority = url.slice(from, url.length - rest.length);
  const at = authority.lastIndexOf("@") + 1;
  const hosts = authority.slice(at);
  const start = url.slice(0, from + at);
  if (hosts !== "") return hosts.split(",").map((host) => `${start}${host}${rest}`);
  const [before = "", query = ""] = url.split("?", 2);
  const parameters = new URLSearchParams(query);
  const folders = parameters.get("host")?.split(",") ?? [];
  if (folders.length < 2) return [url];
  return folders.map((host) => {
    parameters.set("host", host);
    return `${before}?${parameters}`;
  });
}
