import { listOf, objectOf, type JsonObject } from './json';
import type { OpenApi } from './read-openapi';

/** What is known of a value by its schema. */
export interface Shape {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'unknown';
  /** Of an object. */
  readonly properties: ReadonlyMap<string, JsonObject>;
  /** Of a list. */
  readonly items: JsonObject | null;
  readonly values: readonly string[];
}

const DEEPEST = 8;

/** The shape of a schema; of several that it may be or is made of, all their properties together. */
export function shapeOf(api: OpenApi, schema: unknown, depth = 0): Shape {
  const own = api.resolve(schema);
  const properties = new Map(
    Object.entries(objectOf(own['properties'])).map(([name, of]) => [name, objectOf(of)]),
  );
  let items = 'items' in own ? objectOf(own['items']) : null;
  let type = typeOf(own['type']);
  for (const part of depth < DEEPEST ? partsOf(own) : []) {
    const inner = shapeOf(api, part, depth + 1);
    for (const [name, of] of inner.properties) if (!properties.has(name)) properties.set(name, of);
    items ??= inner.items;
    if (type === 'unknown') type = inner.type;
  }
  if (type === 'unknown') type = properties.size > 0 ? 'object' : items === null ? 'unknown' : 'array';
  const values = listOf(own['enum']).filter((value) => typeof value === 'string');
  return { type, properties, items, values };
}

function partsOf(schema: JsonObject): readonly unknown[] {
  return [...listOf(schema['allOf']), ...listOf(schema['oneOf']), ...listOf(schema['anyOf'])];
}

/** In OpenAPI 3.1 a type may be a list: `[string, "null"]`. */
function typeOf(type: unknown): Shape['type'] {
  const name = Array.isArray(type) ? (type as unknown[]).find((each) => each !== 'null') : type;
  if (name === 'integer' || name === 'number') return 'number';
  return name === 'object' || name === 'array' || name === 'string' || name === 'boolean' ? name : 'unknown';
}

/** A path of names as a JMESPath expression: names that are none there are quoted. */
export function expressionOf(steps: readonly string[]): string {
  if (steps.length === 0) return '@';
  return steps.map((step) => (/^[A-Za-z_]\w*$/.test(step) ? step : JSON.stringify(step))).join('.');
}

/** A list within an answer: where, and of what. */
export interface FoundList {
  readonly at: readonly string[];
  readonly item: Shape;
}

const LISTS_OF_RECORDS =
  /^(?:data|items?|results?|products?|produk|barang|records?|rows|content|list|hits|nodes|entries|offers)$/;

/** The most likely list of objects in an answer: the answer itself, or up to two objects deep in it. */
export function findList(api: OpenApi, schema: unknown): FoundList | null {
  const found = listsIn(api, schema, [], 0);
  const likely = found.find(({ at }) => LISTS_OF_RECORDS.test(at.at(-1)?.toLowerCase() ?? ''));
  return found.find(({ at }) => at.length === 0) ?? likely ?? found[0] ?? null;
}

function listsIn(api: OpenApi, schema: unknown, at: readonly string[], depth: number): readonly FoundList[] {
  const shape = shapeOf(api, schema);
  if (shape.type === 'array') {
    const item = shapeOf(api, shape.items ?? {});
    return item.properties.size > 0 ? [{ at, item }] : [];
  }
  if (depth === 2) return [];
  return [...shape.properties].flatMap(([name, of]) => listsIn(api, of, [...at, name], depth + 1));
}
