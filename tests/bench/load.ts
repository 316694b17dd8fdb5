import { Agent, request } from 'node:http';
import { readFileSync } from 'node:fs';

export interface LoadResult {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly perSecond: number;
  /** CPU milliseconds of the server process per request; null where /proc isn't there to tell. */
  readonly cpuMs: number | null;
}

/** Sends `count` requests, `concurrency` at a time, over kept-alive connections. */
export async function load(
  {
    url,
    pid,
    concurrency,
    count,
    headers = {},
  }: { url: string; pid: number; concurrency: number; count: number; headers?: Record<string, string> },
  body: (index: number) => unknown,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const times: number[] = [];
  let next = 0;
  const cpuBefore = cpuMsOf(pid);
  const started = performance.now();
  async function client(): Promise<void> {
    while (next < count) {
      const payload = JSON.stringify(body(next++));
      const sent = performance.now();
      const answer = await post(`${url}/graphql`, payload, agent, headers);
      times.push(performance.now() - sent);
      if (answer.includes('"errors"')) throw new Error(`an error under load: ${answer.slice(0, 300)}`);
    }
  }
  await Promise.all(Array.from({ length: concurrency }, client));
  const seconds = (performance.now() - started) / 1000;
  const cpuAfter = cpuMsOf(pid);
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    perSecond: count / seconds,
    cpuMs: cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / count,
  };
}

function post(url: string, payload: string, agent: Agent, extra: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
      ...extra,
    };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** User and system time of a process, in milliseconds; clock ticks are hundredths of a second on Linux. */
function cpuMsOf(pid: number): number | null {
  const fields = procFile(pid, 'stat')
    ?.replace(/^.*\) /, '')
    .split(' ');
  return fields ? (Number(fields[11]) + Number(fields[12])) * 10 : null;
}

/** Resident memory in megabytes. */
export function rssMbOf(pid: number): number | null {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(procFile(pid, 'status') ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}

function procFile(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return null;
  }
}

/** Numbers with one place after the point, to be read. */
export function rounded(result: object): object {
  return Object.fromEntries(
    Object.entries(result).map(([name, value]) => [
      name,
      value === null ? null : Math.round(Number(value) * 10) / 10,
    ]),
  );
}
