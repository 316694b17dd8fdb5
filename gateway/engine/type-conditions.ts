import { isAbstractType, type GraphQLSchema } from 'graphql';

/** Does a type, by its name, meet a type condition? */
export type TypeConditions = (condition: string, typename: string) => boolean;

/**
 * Type conditions of a supergraph, for names that subgraphs say in `__typename`. That of an interface is
 * among them: a subgraph that has it as `@interfaceObject` knows its entities by no other.
 */
export function typeConditionsOf(schema: GraphQLSchema): TypeConditions {
  const met = new Map<string, ReadonlySet<string>>();
  function typesMeeting(condition: string): ReadonlySet<string> {
    const type = schema.getType(condition);
    if (!isAbstractType(type)) return new Set([condition]);
    const { objects, interfaces } =
      'getInterfaces' in type
        ? schema.getImplementations(type)
        : { objects: schema.getPossibleTypes(type), interfaces: [] };
    return new Set([condition, ...objects.map(({ name }) => name), ...interfaces.map(({ name }) => name)]);
  }
  return (condition, typename) => {
    if (condition === typename) return true;
    const types = met.get(condition) ?? typesMeeting(condition);
    met.set(condition, types);
    return types.has(typename);
  };
}
