import { findBreakingChanges, isInputObjectType, type BreakingChange, type GraphQLSchema } from 'graphql';
import { defaultsLost } from './defaults-lost';
import { reachableTypes } from './reachable-types';
import type { SchemaChange } from './schema-change';

/** What changed between two schemas that a client may notice and is not just more than there was. */
export function schemaChanges(before: GraphQLSchema, after: GraphQLSchema): readonly SchemaChange[] {
  const { output, input } = reachableTypes(before);
  const isNoticed = ({ coordinate, kind }: SchemaChange): boolean => {
    const type = coordinate.split('.')[0] ?? '';
    // What is never answered again no operation asks for; what can't be passed any more is refused.
    return kind === 'VALUE_REMOVED_FROM_ENUM' ? input.has(type) : output.has(type) || input.has(type);
  };
  const breaking = findBreakingChanges(before, after).flatMap((change) => readChange(change, before));
  return [...breaking, ...defaultsLost(before, after)].filter(isNoticed);
}

function readChange({ type, description }: BreakingChange, before: GraphQLSchema): readonly SchemaChange[] {
  const found = READINGS[type];
  if (found === undefined || description.startsWith('Standard scalar')) return [];
  const words = found.says.exec(description);
  if (words === null) throw new Error(`graphql-js says of ${type} something unexpected: ${description}`);
  return [{ kind: type, message: description, ...found.read(words[1] ?? '', words[2] ?? '', before) }];
}

type Reading = Pick<SchemaChange, 'coordinate' | 'hits'>;

interface WayToRead {
  readonly says: RegExp;
  readonly read: (first: string, second: string, before: GraphQLSchema) => Reading;
}

/** Whoever uses all of these is hit. */
function about(coordinate: string, ...uses: readonly string[]): Reading {
  const needed = uses.length === 0 ? [coordinate] : uses;
  return { coordinate, hits: (used) => needed.every((use) => used.has(use)) };
}

/**
 * What a change is about, by its kind: graphql-js says it in an English sentence alone. Changes of directives
 * are left out, for the graph has none of its own; so are standard scalars that nothing uses any more.
 */
const READINGS: Readonly<Partial<Record<BreakingChange['type'], WayToRead>>> = {
  TYPE_REMOVED: { says: /^(\w+) was removed\.$/, read: (type) => about(type) },
  TYPE_CHANGED_KIND: { says: /^(\w+) changed from /, read: (type) => about(type) },
  TYPE_REMOVED_FROM_UNION: {
    says: /^(\w+) was removed from union type (\w+)\.$/,
    read: (member, union) => about(union, union, member),
  },
  VALUE_REMOVED_FROM_ENUM: {
    says: /^(\w+) was removed from enum type (\w+)\.$/,
    read: (value, type) => about(`${type}.${value}`),
  },
  REQUIRED_INPUT_FIELD_ADDED: {
    says: /^A required field (\w+) on input type (\w+) was added\.$/,
    read: (field, type) => about(`${type}.${field}`, type),
  },
  IMPLEMENTED_INTERFACE_REMOVED: {
    says: /^(\w+) no longer implements interface (\w+)\.$/,
    read: (type, from) => about(type, type, from),
  },
  FIELD_REMOVED: { says: /^(\w+\.\w+) was removed\.$/, read: (field) => about(field) },
  FIELD_CHANGED_KIND: {
    says: /^((\w+)\.\w+) changed type from /,
    read: (field, type, before) => {
      const isPassed = isInputObjectType(before.getType(type));
      // What must be given now hits those who leave it out.
      const hits: SchemaChange['hits'] = (used, isRefused) =>
        used.has(field) || (isPassed && isRefused && used.has(type));
      return { coordinate: field, hits };
    },
  },
  REQUIRED_ARG_ADDED: {
    says: /^A required arg (\w+) on (\w+\.\w+) was added\.$/,
    read: (arg, field) => about(`${field}(${arg}:)`, field),
  },
  ARG_REMOVED: {
    says: /^(\w+\.\w+) arg (\w+) was removed\.$/,
    read: (field, arg) => about(`${field}(${arg}:)`),
  },
  ARG_CHANGED_KIND: {
    says: /^(\w+\.\w+) arg (\w+) has changed type from /,
    read: (field, arg) => ({
      coordinate: `${field}(${arg}:)`,
      hits: (used, isRefused) => used.has(`${field}(${arg}:)`) || (isRefused && used.has(field)),
    }),
  },
};
