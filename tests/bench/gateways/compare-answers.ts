import { inspect, isDeepStrictEqual } from 'node:util';
import { ask } from '../../support/graphql-client';
import type { Workload } from './operations';
import type { RunningGateway } from './start-all';

/** Asks every gateway everything and fails where two do not say the same, order of fields aside; gives KB per answer. */
export async function compareAnswers(
  running: readonly RunningGateway[],
  { name, operations }: Workload,
): Promise<number> {
  const [first] = running;
  if (!first) throw new Error('no gateway');
  let bytes = 0;
  for (const { query, variables } of operations) {
    const expected = await answerOf(first, query, variables);
    bytes += Buffer.byteLength(JSON.stringify(expected));
    for (const other of running.slice(1)) {
      const answer = await answerOf(other, query, variables);
      if (!isDeepStrictEqual(answer, expected))
        throw new Error(
          `${other.gateway.name} and ${first.gateway.name} differ in ${name}: ${difference(answer, expected)}\n${query}`,
        );
    }
  }
  return bytes / operations.length / 1_000;
}

async function answerOf(
  { gateway, url }: RunningGateway,
  query: string,
  variables?: Record<string, unknown>,
): Promise<unknown> {
  const { data, errors } = await ask<unknown>(url, query, variables);
  if (errors) throw new Error(`${gateway.name} fails: ${JSON.stringify(errors).slice(0, 600)}\n${query}`);
  return { data };
}

const SHORT = { depth: 1, maxArrayLength: 2, maxStringLength: 60 };

/** The first place where two values differ. */
function difference(left: unknown, right: unknown, path = ''): string {
  if (!isObject(left) || !isObject(right))
    return `${path}: ${inspect(left, SHORT)} and ${inspect(right, SHORT)}`;
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  const name = names.find((key) => !isDeepStrictEqual(left[key], right[key])) ?? '';
  return difference(left[name], right[name], `${path}.${name}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
