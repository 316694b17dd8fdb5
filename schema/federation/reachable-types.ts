import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** Names of the types that operations can get to: by what they select, and by what they pass. */
export interface ReachableTypes {
  readonly output: ReadonlySet<string>;
  readonly input: ReadonlySet<string>;
}

/** What no operation gets to no client notices. */
export function reachableTypes(schema: GraphQLSchema): ReachableTypes {
  const output = new Set<string>();
  const input = new Set<string>();
  const visit = (type: GraphQLNamedType): void => {
    if (output.has(type.name)) return;
    output.add(type.name);
    if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(visit);
    if (!isObjectType(type) && !isInterfaceType(type)) return;
    type.getInterfaces().forEach(visit);
    for (const field of Object.values(type.getFields())) {
      visit(getNamedType(field.type));
      for (const arg of field.args) inputTypes(getNamedType(arg.type), input);
    }
  };
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    if (root) visit(root);
  }
  return { output, input };
}

/** Adds a type that values are passed as, and those of its fields. */
export function inputTypes(type: GraphQLNamedType, found: Set<string>): void {
  if (found.has(type.name)) return;
  found.add(type.name);
  if (!isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) inputTypes(getNamedType(field.type), found);
}

/** Its fields or values: what a variable of the type may hold. */
export function partsOfInput(type: GraphQLNamedType | undefined): readonly string[] {
  if (isInputObjectType(type)) return Object.keys(type.getFields());
  return isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
}
