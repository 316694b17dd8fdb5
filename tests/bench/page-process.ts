import { setLogLevel } from '../../subgraphs/telemetry/log';
import { readTelemetryConfig } from '../../subgraphs/telemetry/config';
import { openSearchPage, PAGE_ENGINES } from './search-page';

/** What one round of pages took: CPU of all threads, and each page's time, in milliseconds. */
export interface PageRound {
  readonly answer: string;
  readonly cpuMs: number;
  readonly times: readonly number[];
}

/** A process with one engine: told a number, it asks for as many pages and says what they took. */
async function main(): Promise<void> {
  setLogLevel(readTelemetryConfig());
  const engine = PAGE_ENGINES.find((name) => name === process.argv[2]);
  if (engine === undefined) throw new Error(`${process.argv[2]} is none of ${PAGE_ENGINES.join(', ')}`);
  const { ask } = await openSearchPage(engine);

  async function round(pages: number): Promise<PageRound> {
    const times: number[] = [];
    const before = process.cpuUsage();
    let answer = '';
    for (let i = 0; i < pages; i += 1) {
      const started = performance.now();
      answer = await ask();
      times.push(performance.now() - started);
    }
    const { user, system } = process.cpuUsage(before);
    return { answer, cpuMs: (user + system) / 1_000, times };
  }

  process.on('message', (pages: number) => void round(pages).then((done) => process.send?.(done)));
  process.send?.('ready');
}

void main();
