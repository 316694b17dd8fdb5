import { buildSchema, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';

type Resolvers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A schema with resolvers; objects of interfaces and unions name their types, and Strict is checked. */
export function makeExecutableSchema(sdl: string, resolvers: Resolvers): GraphQLSchema {
  const schema = buildSchema(sdl);
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`no type ${typeName}`);
    for (const [name, resolve] of Object.entries(fields)) {
      const field = type.getFields()[name];
      if (!field) throw new Error(`no field ${typeName}.${name}`);
      field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
    }
  }
  const strict = schema.getType('Strict');
  if (isObjectType(strict))
    strict.isTypeOf = (value) =>
      Promise.resolve(typeof value === 'object' && value !== null && 'value' in value);
  return schema;
}
