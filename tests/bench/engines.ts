import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { PageRound } from './page-process';
import { PAGE_ENGINES, type PageEngine } from './search-page';

const LAUNCH = join(__dirname, '../../gateway/launch.js');
const WARM_UP = 1_500;
const ROUNDS = 9;
const PER_ROUND = 300;

/**
 * What a page costs by each engine, subgraphs' own work included: each in a process of its own, as it would run,
 * and in turns, so that whatever else the machine does hits all of them.
 */
export async function measureEngines(record: (row: Record<string, unknown>) => void): Promise<void> {
  const pages: Measured[] = [];
  try {
    for (const engine of PAGE_ENGINES) pages.push(await start(engine));
    const answers = new Set<string>();
    for (const { ask } of pages) answers.add((await ask(WARM_UP)).answer);
    if (answers.size > 1) throw new Error('the engines do not answer the same');
    for (let round = 0; round < ROUNDS; round += 1)
      for (const { ask, rounds } of pages) rounds.push(await ask(PER_ROUND));
    for (const { engine, rounds } of pages) record(rowOf(engine, rounds));
  } finally {
    for (const { child } of pages) child.kill();
  }
}

interface Measured {
  readonly engine: PageEngine;
  readonly child: ChildProcess;
  /** Asks for as many pages; fails where the process has ended. */
  ask(pages: number): Promise<PageRound>;
  readonly rounds: PageRound[];
}

async function start(engine: PageEngine): Promise<Measured> {
  const child = fork(LAUNCH, [join(__dirname, 'page-process.ts'), engine], {
    env: { ...process.env, NODE_ENV: 'production', PASAR_LOG_LEVEL: 'error' },
  });
  const ended = once(child, 'exit').then((): unknown[] => {
    throw new Error(`the process of ${engine} has ended`);
  });
  const answer = async (): Promise<unknown> => (await Promise.race([once(child, 'message'), ended]))[0];
  await answer();
  return {
    engine,
    child,
    rounds: [],
    async ask(pages) {
      child.send(pages);
      return (await answer()) as PageRound;
    },
  };
}

function rowOf(engine: PageEngine, rounds: readonly PageRound[]): Record<string, unknown> {
  const times = rounds.flatMap((round) => round.times);
  return {
    what: 'page of 20 live offers, in one process',
    engine,
    cpuMs: middle(
      rounds.map(({ cpuMs }) => cpuMs / PER_ROUND),
      0.5,
    ),
    perSecond: Math.round(1_000 / middle(times, 0.5)),
    p50: middle(times, 0.5),
    p95: middle(times, 0.95),
  };
}

function middle(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 1_000) / 1_000;
}
