/** What the Federation specification itself brings into an SDL; libraries print more or less of it. */

const MACHINERY_TYPE = /^(?:_Any|_Entity|_Service|_?FieldSet|federation__\w+|link__\w+)$/;

/** Of Federation 2.0 to 2.14. */
const FEDERATION_DIRECTIVES: ReadonlySet<string> = new Set([
  'authenticated',
  'cacheTag',
  'composeDirective',
  'connect',
  'context',
  'cost',
  'extends',
  'external',
  'fromContext',
  'inaccessible',
  'interfaceObject',
  'key',
  'link',
  'listSize',
  'override',
  'policy',
  'provides',
  'requires',
  'requiresScopes',
  'shareable',
  'source',
  'tag',
]);

/** Fields of Query that a subgraph answers a gateway by. */
export const GATEWAY_FIELDS: ReadonlySet<string> = new Set(['_entities', '_service']);

export function isMachineryType(name: string): boolean {
  return MACHINERY_TYPE.test(name);
}

/** Also under its full name, `@federation__key`, which needs no import. */
export function isFederationDirective(name: string): boolean {
  return FEDERATION_DIRECTIVES.has(name) || name.includes('__');
}
