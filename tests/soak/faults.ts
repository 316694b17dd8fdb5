import type { Knobs } from '../../adapters/sandbox/servers/faults';
import { defaultKnobs } from '../../adapters/sandbox/servers/faults';

/** What is done to a marketplace, one thing at a time, in turn. */
export const FAULTS: readonly (readonly [name: string, knobs: Partial<Knobs>])[] = [
  ['slow', { latencyMs: 300 }],
  ['one in twenty very slow', { slowEvery: 20, slowMs: 2_000 }],
  ['hanging', { fault: { kind: 'hang' } }],
  ['status 500', { fault: { kind: 'status', status: 500 } }],
  ['flapping', { fault: { kind: 'status', status: 500 }, faultEvery: 2 }],
  ['rate limited', { fault: { kind: 'status', status: 429, retryAfter: '2' } }],
  ['resetting', { fault: { kind: 'reset-in-body' } }],
  ['truncating', { fault: { kind: 'truncated-json' } }],
  ['answering HTML', { fault: { kind: 'html' } }],
  ['sending 32 MB', { fault: { kind: 'oversize' }, faultEvery: 10 }],
  ['sending bombs', { fault: { kind: 'gzip-bomb' }, faultEvery: 10 }],
];

/** Sets a sandbox server's knobs, all of them. */
export async function turn(server: string, knobs: Partial<Knobs>): Promise<void> {
  const body = JSON.stringify({ ...defaultKnobs(), ...knobs });
  await fetch(`${server}/_sandbox/knobs`, { method: 'PUT', body });
}
