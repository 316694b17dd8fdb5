import { likeness } from './guess-fields';
import { plainName } from './json';
import { readOperations, type Operation } from './operations';
import type { OpenApi } from './read-openapi';
import { findList, shapeOf, type FoundList, type Shape } from './schema';

/** The two calls that Pasar needs, as far as they can be told from a document. */
export interface Reads {
  readonly list: { readonly operation: Operation; readonly found: FoundList } | null;
  readonly single: SingleRead | null;
}

export interface SingleRead {
  readonly operation: Operation;
  /** Name of the parameter that a record is asked by. */
  readonly key: string;
  /** Where the record is in its answer; null where that isn't described. */
  readonly recordAt: readonly string[] | null;
}

/** What goods are called, and what is listed in shops besides. */
const GOODS = /product|produk|item|barang|goods|catalog|katalog|offer|article|artikel|sku|listing/i;
const OTHERS =
  /order|pesanan|cart|keranjang|categor|kategori|user|customer|review|invoice|payment|brand|merek|webhook|shipment|coupon|tax|image/i;

export function findReads(api: OpenApi): Reads {
  const operations = readOperations(api);
  const lists = operations.flatMap((operation) => {
    const found =
      operation.answer === null || hasParameters(operation.path) ? null : findList(api, operation.answer);
    return found === null ? [] : [{ operation, found, score: scoreOf(api, operation, found.item) }];
  });
  const [best] = lists.sort((a, b) => b.score - a.score);
  if (best === undefined || best.score <= 0) return { list: null, single: null };
  const { operation, found } = best;
  return { list: { operation, found }, single: findSingle(api, operations, operation) };
}

function hasParameters(path: string): boolean {
  return path.includes('{');
}

/** What the record looks like counts most, then what the call is called; the shorter path of two wins. */
function scoreOf(api: OpenApi, { path, words }: Operation, item: Shape): number {
  const last =
    path
      .split('/')
      .filter((step) => step !== '')
      .at(-1) ?? '';
  const named = GOODS.test(last) ? 4 : GOODS.test(`${path} ${words}`) ? 2 : 0;
  const other = OTHERS.test(last) ? 6 : 0;
  return 3 * likeness(api, item) + named - other - path.split('/').length * 0.1;
}

/** A path with one parameter, at its end. */
const KEY = /^[^{}]*\{([^{}]+)\}\/?$/;

/** `/products/{id}` for `/products`; otherwise the call with one parameter at its end whose answer looks most like one. */
function findSingle(api: OpenApi, operations: readonly Operation[], list: Operation): SingleRead | null {
  const candidates = operations.filter(({ path }) => KEY.test(path));
  const base = list.path.replace(/\/$/, '');
  const below = candidates.filter(({ path }) => path.startsWith(`${base}/`));
  const scored = (below.length > 0 ? below : candidates.filter(({ path }) => GOODS.test(path)))
    .map((operation) => ({ operation, score: singleScore(api, operation) }))
    .sort((a, b) => b.score - a.score);
  const operation = scored[0]?.operation;
  const key = KEY.exec(operation?.path ?? '')?.[1];
  return operation === undefined || key === undefined
    ? null
    : { operation, key, recordAt: recordIn(api, operation) };
}

function singleScore(api: OpenApi, operation: Operation): number {
  const at = recordIn(api, operation);
  const shape = at === null ? null : shapeAt(api, operation.answer ?? {}, at);
  const other = OTHERS.test(plainName(operation.path.replace(/\{[^{}]+\}/, ''))) ? 6 : 0;
  return (shape === null ? 0 : 3 * likeness(api, shape)) - other - operation.path.split('/').length * 0.1;
}

/** The answer itself, or the object in it that looks more like a record. */
function recordIn(api: OpenApi, { answer }: Operation): readonly string[] | null {
  if (answer === null) return null;
  const root = shapeOf(api, answer);
  const places = [[], ...[...root.properties.keys()].map((name) => [name])];
  const scored = places
    .map((at) => ({ at, score: likeness(api, ownOnly(shapeAt(api, answer, at))) }))
    .sort((a, b) => b.score - a.score);
  const [best] = scored;
  return best === undefined || best.score === 0 ? null : best.at;
}

function shapeAt(api: OpenApi, schema: unknown, at: readonly string[]): Shape {
  const shape = shapeOf(api, schema);
  const [name, ...rest] = at;
  if (name === undefined) return shape.type === 'array' ? shapeOf(api, shape.items ?? {}) : shape;
  return shapeAt(api, shape.properties.get(name) ?? {}, rest);
}

/** Without the objects within it: an envelope does not look like what it holds. */
function ownOnly(shape: Shape): Shape {
  const own = [...shape.properties].filter(([, schema]) => !('properties' in schema) && !('$ref' in schema));
  return { ...shape, properties: new Map(own) };
}
