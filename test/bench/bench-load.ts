import { Agent, get } from 'node:http';

export type LoadReport = {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  readonly bytes: number;
};

function request(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`answered ${response.statusCode}`));
      });
      response.on('error', reject);
    }).on('error', reject);
  });
}

/** Asks one address over and over on some connections, for some seconds. Any answer but 200 is an error. */
export async function applyLoad(url: string, connections: number, seconds: number): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const took: number[] = [];
  let bytes = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let before = performance.now(); before < endsAt; ) {
        bytes = await request(url, agent);
        const after = performance.now();
        took.push(after - before);
        before = after;
      }
    }),
  );
  const elapsed = (performance.now() - startedAt) / 1000;
  agent.destroy();
  took.sort((a, b) => a - b);
  const percentile = (share: number) => took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? 0;
  return {
    requests: took.length,
    seconds: elapsed,
    p50Milliseconds: percentile(0.5),
    p99Milliseconds: percentile(0.99),
    bytes,
  };
}

if (import.meta.main) {
  const [url = '', connections, seconds] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await applyLoad(url, Number(connections), Number(seconds))));
}
