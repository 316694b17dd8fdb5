import { ENTITIES } from '../../../../../gateway/data-sources/entity-fetch';
import type { SubgraphAnswer } from '../../../../../gateway/data-sources/data-source';
import { clientKey } from '../answers/client-keys';

type Change = (value: unknown) => unknown;

/** What becomes of objects and lists that are of another shape than the schema says. */
const CHANGES: readonly Change[] = [
  (value) => (Array.isArray(value) ? ((value as unknown[]).find((one) => one !== null) ?? {}) : [value]),
  () => 7,
  () => 'odd',
  (value) => (Array.isArray(value) ? [value] : {}),
];

/** What becomes of the list of entities. Errors stay true. */
const ENTITY_CHANGES: readonly Change[] = [
  () => undefined,
  (entities) => (entities as unknown[]).slice(1),
  (entities) => [null, ...(entities as unknown[])],
  () => ({}),
];

/** An answer of another shape than was asked for: a list for an object, a number for a list, too few entities. */
export function misshape(answer: SubgraphAnswer, hash: number): SubgraphAnswer {
  const { data } = answer;
  if (!data) return answer;
  const entities = data[ENTITIES];
  if (Array.isArray(entities) && hash % 3 === 0) {
    const changed = ENTITY_CHANGES[(hash >>> 4) % ENTITY_CHANGES.length]?.(entities);
    return { ...answer, data: changed === undefined ? {} : { [ENTITIES]: changed } };
  }
  const keys = [...new Set([...compositeKeys(data)].map(clientKey))].sort();
  const key = keys[(hash >>> 8) % Math.max(1, keys.length)];
  const change = CHANGES[(hash >>> 4) % CHANGES.length];
  if (key !== undefined && change) replace(data, key, change);
  return answer;
}

function* compositeKeys(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const one of value) yield* compositeKeys(one);
  else if (typeof value === 'object' && value !== null)
    for (const [key, own] of Object.entries(value)) {
      if (typeof own !== 'object' || own === null) continue;
      if (key !== ENTITIES) yield key;
      yield* compositeKeys(own);
    }
}

/** Everywhere in an answer, however often an entity is in it. */
function replace(value: unknown, key: string, change: Change): void {
  if (Array.isArray(value)) for (const one of value) replace(one, key, change);
  else if (typeof value === 'object' && value !== null) {
    const own = value as Record<string, unknown>;
    for (const [name, held] of Object.entries(own)) {
      if (typeof held !== 'object' || held === null) continue;
      if (clientKey(name) === key && name !== ENTITIES) own[name] = change(held);
      else replace(held, key, change);
    }
  }
}
