import { Kind, parse, type FieldDefinitionNode, type TypeNode } from 'graphql';
import { allOf, OPEN, type Requirement } from './requirement';
import { namesOfDirectives, requirementOf } from './security-directives';

/** What a supergraph asks of whoever selects its fields (`@authenticated`, `@requiresScopes`, `@policy`). */
export interface AccessRules {
  /** Is there anything to enforce at all? */
  readonly isEmpty: boolean;
  /** What selecting a field of a type asks for: the type's, the field's own and its value's type's rules. */
  of(type: string, field: string): Requirement;
}

interface TypeRule {
  readonly own: Requirement;
  readonly fields: ReadonlyMap<string, { readonly own: Requirement; readonly value: string }>;
  readonly interfaces: readonly string[];
}

/**
 * Reads the rules of a supergraph. Composition refuses these directives on interfaces and gives each
 * interface, and each of its fields, what all its types ask for together; other composers may not, so that
 * is done here as well: no one sees a type's field through an interface who may not see it in the type.
 */
export function readAccessRules(supergraphSdl: string): AccessRules {
  const types = readTypes(supergraphSdl);
  const implementing = (type: string): string[] =>
    [...types].filter(([, { interfaces }]) => interfaces.includes(type)).map(([name]) => name);
  const typeRules = new Map(
    [...types].map(([name, { own }]) => [
      name,
      allOf([own, ...implementing(name).map((type) => types.get(type)?.own ?? OPEN)]),
    ]),
  );
  const ofType = (name: string): Requirement => typeRules.get(name) ?? OPEN;
  const fieldRules = new Map<string, Requirement>();
  for (const [name, { fields }] of types) {
    for (const field of fields.keys()) {
      const declared = [name, ...implementing(name)].flatMap((type) => {
        const found = types.get(type)?.fields.get(field);
        return found ? [found.own, ofType(found.value)] : [];
      });
      fieldRules.set(`${name}.${field}`, allOf([ofType(name), ...declared]));
    }
  }
  const asksNothing = ({ authenticated, scopes, never }: Requirement): boolean =>
    !authenticated && scopes.length === 0 && !never;
  return {
    isEmpty: [...fieldRules.values()].every(asksNothing),
    of: (type, field) => fieldRules.get(`${type}.${field}`) ?? ofType(type),
  };
}

function readTypes(supergraphSdl: string): ReadonlyMap<string, TypeRule> {
  const document = parse(supergraphSdl, { noLocation: true });
  const names = namesOfDirectives(document);
  const types = new Map<string, TypeRule>();
  for (const node of document.definitions) {
    if (
      node.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      node.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      node.kind !== Kind.SCALAR_TYPE_DEFINITION &&
      node.kind !== Kind.ENUM_TYPE_DEFINITION &&
      node.kind !== Kind.UNION_TYPE_DEFINITION
    ) {
      continue;
    }
    const fields: readonly FieldDefinitionNode[] = ('fields' in node ? node.fields : undefined) ?? [];
    const interfaces = ('interfaces' in node ? node.interfaces : undefined) ?? [];
    types.set(node.name.value, {
      own: requirementOf(node.directives, names),
      fields: new Map(
        fields.map((field) => [
          field.name.value,
          { own: requirementOf(field.directives, names), value: nameOf(field.type) },
        ]),
      ),
      interfaces: interfaces.map(({ name }) => name.value),
    });
  }
  return types;
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
