import { clientKey, withClientKeys } from '../answers/client-keys';
import { misshape } from './misshape';
import { hashOf } from '../random';
import type { SubgraphAnswer, SubgraphRequest } from '../../../../../gateway/data-sources/data-source';

/** Per thousand queries, by their text: variables differ where representations are sent once each. */
const UNREACHABLE = 6;
const REFUSED = 6;
const MISSHAPEN = 6;
const TAMPERED = 40;
/** Queries that are answered with anything but the truth. */
const UNTRUE = UNREACHABLE + REFUSED + MISSHAPEN + TAMPERED;

type Answer = (request: SubgraphRequest) => Promise<SubgraphAnswer>;

/** A subgraph that is sometimes down, refuses a query, or answers what its schema forbids. */
export function tamper(answer: Answer, seed: number, subgraph: string): Answer {
  return async (request) => {
    const { hash, roll } = fateOf(request.query, seed, subgraph);
    if (roll < UNREACHABLE) throw new Error(`${subgraph} is down`);
    if (roll < UNREACHABLE + REFUSED) return refusal(subgraph, hash >>> 10);
    const answered = await answer(request);
    if (roll >= UNTRUE) return answered;
    if (isOfOtherShape(roll)) return misshape(answered, hash >>> 10);
    // Each key once: an entity that was asked for twice has them twice.
    const keys = [...new Set([...leafKeys(answered.data)].map(clientKey))]
      .filter((name) => !request.query.includes(`${name}:__typename`))
      .sort();
    const key = keys[(hash >>> 10) % Math.max(1, keys.length)];
    if (key !== undefined) spoil(answered.data, key, (hash >>> 16) % 3);
    return answered;
  };
}

function fateOf(query: string, seed: number, subgraph: string) {
  // The planner numbers its fetches; two that differ in that alone the engine sends as one.
  const unnamed = query.replace(/^(query|mutation) \w+/, '$1');
  const hash = hashOf(seed, subgraph, withClientKeys(unnamed));
  return { hash, roll: hash % 1_000 };
}

/** Whether a subgraph does anything but answer this query. */
export function isTampered(query: string, seed: number, subgraph: string): boolean {
  return fateOf(query, seed, subgraph).roll < UNTRUE;
}

/** Whether it answers this query with objects, lists and entities as no schema has them. */
export function isMisshapen(query: string, seed: number, subgraph: string): boolean {
  const { roll } = fateOf(query, seed, subgraph);
  return roll >= UNREACHABLE + REFUSED && isOfOtherShape(roll);
}

const isOfOtherShape = (roll: number): boolean => roll < UNREACHABLE + REFUSED + MISSHAPEN;

function refusal(subgraph: string, hash: number): SubgraphAnswer {
  const message = `${subgraph} refuses`;
  const errors = [{ message, extensions: { code: 'UNAUTHENTICATED' } }, { message: '' }];
  return hash % 2 === 0 ? { data: null, errors } : { errors };
}

function* leafKeys(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const one of value) yield* leafKeys(one);
  else if (typeof value === 'object' && value !== null)
    for (const [key, own] of Object.entries(value)) {
      if (typeof own === 'object' && own !== null) yield* leafKeys(own);
      else if (!key.startsWith('__') && own !== null) yield key;
    }
}

/** Everywhere in an answer: a leaf goes missing, is null, or is of no type that has a name. Errors stay true. */
function spoil(value: unknown, key: string, how: number): void {
  if (Array.isArray(value)) for (const one of value) spoil(one, key, how);
  else if (typeof value === 'object' && value !== null) {
    const own = value as Record<string, unknown>;
    for (const name of Object.keys(own)) {
      const held = own[name];
      if (clientKey(name) !== key || (typeof held === 'object' && held !== null)) spoil(held, key, how);
      else if (held === null) continue;
      else if (how === 0) Reflect.deleteProperty(own, name);
      else own[name] = how === 1 ? null : 'odd';
    }
  }
}
