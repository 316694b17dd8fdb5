import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { execute, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '../request-context';

type Gateway = ApolloServerOptionsWithGateway<RequestContext>['gateway'];
type SchemaListener = Parameters<Gateway['onSchemaLoadOrUpdate']>[0];

export interface GrowingSchema {
  /** For Apollo Server, which replaces a schema only where it comes from a gateway. */
  readonly gateway: Gateway;
  update(schema: GraphQLSchema): void;
}

/** A schema that is executed here and may be replaced: requests under way end with the one they began with. */
export function createGrowingSchema(first: GraphQLSchema): GrowingSchema {
  const listeners = new Set<SchemaListener>();
  let current = first;
  const tell = (listener: SchemaListener): void => listener({ apiSchema: current, coreSupergraphSdl: '' });
  return {
    gateway: {
      onSchemaLoadOrUpdate(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      load() {
        for (const listener of listeners) tell(listener);
        return Promise.resolve({
          executor: async ({ schema, document, request, operationName, context }) =>
            execute({
              schema,
              document,
              contextValue: context,
              ...(request.variables ? { variableValues: request.variables } : {}),
              operationName,
            }),
        });
      },
      stop: () => Promise.resolve(),
    },
    update(schema) {
      current = schema;
      for (const listener of listeners) tell(listener);
    },
  };
}
