import { openSearchPage, type PageEngine } from './search-page';

const ENGINES: readonly PageEngine[] = ['stock', 'apollo', 'pasar'];
const WARM_UP = 400;
const ROUNDS = 9;
const PER_ROUND = 200;

/**
 * What a page costs by each engine, subgraphs' own work included: in one process and in turns, so that whatever
 * else the machine does hits all of them.
 */
export async function measureEngines(record: (row: Record<string, unknown>) => void): Promise<void> {
  const pages = await Promise.all(
    ENGINES.map(async (engine) => ({ engine, ...(await openSearchPage(engine)) })),
  );
  const [first, ...others] = await Promise.all(pages.map(({ ask }) => ask()));
  if (others.some((other) => other !== first)) throw new Error('the engines do not answer the same');
  for (const { ask } of pages) for (let i = 0; i < WARM_UP; i += 1) await ask();
  const rounds = pages.map(() => ({ cpu: [] as number[], times: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [i, { ask }] of pages.entries()) {
      const before = process.cpuUsage();
      for (let n = 0; n < PER_ROUND; n += 1) {
        const started = performance.now();
        await ask();
        rounds[i]?.times.push(performance.now() - started);
      }
      const { user, system } = process.cpuUsage(before);
      rounds[i]?.cpu.push((user + system) / 1_000 / PER_ROUND);
    }
  }
  for (const [i, { engine, close }] of pages.entries()) {
    const { cpu = [], times = [] } = rounds[i] ?? {};
    const cpuMs = middle(cpu, 0.5);
    record({
      what: 'page of 20 live offers, in one process',
      engine,
      cpuMs,
      perSecond: Math.round(1_000 / middle(times, 0.5)),
      p50: middle(times, 0.5),
      p95: middle(times, 0.95),
    });
    await close();
  }
}

function middle(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 1_000) / 1_000;
}
