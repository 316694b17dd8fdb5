import {
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SourceLocation,
} from 'graphql';
import type { Actor } from '../../adapters/core/actor';
import type { AccessRules } from './access-rules';
import { isMet, type Requirement } from './requirement';

/** A field that the caller may not select. */
export interface RefusedField {
  readonly name: string;
  /** The name that its value would have in the answer. */
  readonly responseKey: string;
  readonly parentType: string;
  readonly requirement: Requirement;
  /** Where the client wrote it. Not the node itself, which would keep the whole document in memory. */
  readonly location: SourceLocation | null;
}

/** What is left of an operation, and which selections of `__typename` in it stand for refused fields. */
export interface RestrictedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** By the alias of what stands for them. */
  readonly refused: ReadonlyMap<string, RefusedField>;
}

/**
 * Takes out of an operation what its caller may not select. In the place of each such field comes a
 * `__typename` under an alias that nothing else has: type conditions, lists, `@skip` and the order of
 * fields stay as they are, nothing is fetched or executed, and the answer says where the field would have
 * been. Null when nothing is refused. Only what the operation uses is kept.
 */
export function restrictOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { schema, rules, actor }: { schema: GraphQLSchema; rules: AccessRules; actor: Actor | null },
): RestrictedOperation | null {
  const refused = new Map<string, RefusedField>();
  const aliases = new Map<string, string>();
  let prefix: string | null = null;

  function standIn(node: FieldNode, parentType: string, requirement: Requirement): FieldNode {
    const place = `${responseKeyOf(node)} ${parentType}.${node.name.value}`;
    prefix ??= unusedPrefix(document);
    const alias = aliases.get(place) ?? `${prefix}${aliases.size}`;
    aliases.set(place, alias);
    if (!refused.has(alias)) {
      refused.set(alias, {
        name: node.name.value,
        responseKey: responseKeyOf(node),
        parentType,
        requirement,
        location: locationOf(node),
      });
    }
    return {
      kind: Kind.FIELD,
      alias: { kind: Kind.NAME, value: alias },
      name: { kind: Kind.NAME, value: '__typename' },
      ...(node.directives ? { directives: node.directives } : {}),
    };
  }

  function restrict<Definition extends OperationDefinitionNode | FragmentDefinitionNode>(
    definition: Definition,
  ): Definition {
    const types = new TypeInfo(schema);
    return visit<Definition>(
      definition,
      visitWithTypeInfo(types, {
        Field(node) {
          const parentType = types.getParentType()?.name;
          // Introspection is open: what there is and what it asks for is no secret.
          if (parentType === undefined || node.name.value.startsWith('__')) return;
          const requirement = rules.of(parentType, node.name.value);
          return isMet(requirement, actor) ? undefined : standIn(node, parentType, requirement);
        },
      }),
    );
  }

  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const restricted = restrict(operation);
  const used = new Map<string, FragmentDefinitionNode>();
  const waiting = spreadsIn(restricted);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const fragment = used.has(name) ? undefined : fragments.get(name);
    if (!fragment) continue;
    const one = restrict(fragment);
    used.set(name, one);
    waiting.push(...spreadsIn(one));
  }
  if (refused.size === 0) return null;
  return {
    document: { kind: Kind.DOCUMENT, definitions: [restricted, ...used.values()] },
    operation: restricted,
    refused,
  };
}

/** The name that a field's value has in the answer. */
export function responseKeyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function spreadsIn(definition: OperationDefinitionNode | FragmentDefinitionNode): string[] {
  const names: string[] = [];
  visit(definition, { FragmentSpread: ({ name }) => void names.push(name.value) });
  return names;
}

/** From the token, which knows: looking it up in the text would read that from its beginning each time. */
function locationOf({ loc }: FieldNode): SourceLocation | null {
  return loc ? { line: loc.startToken.line, column: loc.startToken.column } : null;
}

/**
 * A beginning that no name in the answer has, so that no value of it is mistaken for a refusal; as short
 * whatever the client's names are, for it is written once for each refused field.
 */
function unusedPrefix(document: DocumentNode): string {
  const used = new Set<string>();
  visit(document, {
    Field(node) {
      const number = /^refused(\d{1,9})_/.exec(responseKeyOf(node))?.[1];
      if (number !== undefined) used.add(number);
    },
  });
  let unused = 0;
  while (used.has(String(unused))) unused += 1;
  return `refused${unused}_`;
}
