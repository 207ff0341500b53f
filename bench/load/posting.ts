import { setTimeout } from "node:timers/promises";

type Headers = Readonly<Record<string, string>>;

/** When each alert's POST was answered: ms since 1970 by its id, on the clock that pages have too. */
export type Answered = ReadonlyMap<number, number>;

let posted = 0;

/** Posts alerts one by one, so many a second for some seconds, at moments that follow no rhythm. */
export async function postSteadily(
  url: string,
  rate: number,
  seconds: number,
  headers: Headers = {},
): Promise<Answered> {
  const answered = new Map<number, number>();
  const begun = performance.now();
  const posts = Array.from({ length: rate * seconds }, async (_, index) => {
    const due = begun + ((index + Math.random()) * 1000) / rate;
    await setTimeout(Math.max(due - performance.now(), 0));
    const [id = 0] = await post(url, 1, headers);
    answered.set(id, performance.timeOrigin + performance.now());
  });
  await Promise.all(posts);
  return answered;
}

/** Posts so many alerts in one body, and gives their ids. */
export async function post(url: string, count: number, headers: Headers = {}): Promise<number[]> {
  const response = await fetch(`${url}/api/alerts`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(Array.from({ length: count }, newAlert)),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const { results } = (await response.json()) as { results: { id: number }[] };
  return results.map(({ id }) => id);
}

/** Long and short ones, of every severity. */
function newAlert() {
  const number = ++posted;
  const words = number % 7 === 3 ? ", which is told at such length that it wraps".repeat(4) : "";
  return {
    title: `Alert ${number} of the benchmark${words}`,
    severity: ["critical", "error", "warning", "info"][number % 4],
    source: "bench",
    labels: { host: `web-${number % 5}`, env: number % 3 ? "prod" : "test" },
  };
}
