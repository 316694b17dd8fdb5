import type { Draft } from './draft';
import { nameResponse } from './draw-selections';

/** Questions about the schema that stand beside questions about data. */
export function drawIntrospection(draft: Draft): string {
  const { random, schema } = draft;
  if (random.chance(0.3)) {
    const selections = '{ queryType { name } mutationType { name } types { kind name } directives { name } }';
    return `${prefix(draft, '__schema', '__schema')}__schema ${selections}`;
  }
  const name = random.pick(Object.keys(schema.getTypeMap()).concat('Missing'));
  const called = `__type(name: "${name}")`;
  const deprecated = random.chance(0.5) ? '(includeDeprecated: true)' : '';
  const fields = `fields${deprecated} { name args { name defaultValue } type { ...NamedType } }`;
  const selections = `{ __typename kind name ${fields} enumValues { name } possibleTypes { name } inputFields { name } }`;
  return `${prefix(draft, '__type', called)}${called} ${selections.replace('...NamedType', 'kind name ofType { name }')}`;
}

function prefix(draft: Draft, own: string, meaning: string): string {
  const name = nameResponse(draft, own, meaning, []);
  return name === own ? '' : `${name}: `;
}
