import { execute, OperationTypeNode, subscribe, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import type { Answer, Gateway } from './executor';
import { refuseWithoutEvents, slotOf } from './subscriptions/subscription-slot';

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
          executor: async ({ schema, document, operation, request, operationName, context }) => {
            const { variables: variableValues } = request;
            const executed = { schema, document, contextValue: context, variableValues, operationName };
            return operation.operation === OperationTypeNode.SUBSCRIPTION
              ? begin(executed, context)
              : execute(executed);
          },
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

async function begin(executed: ExecutionArgs, context: object): Promise<Answer> {
  const slot = slotOf(context);
  if (slot === null) return refuseWithoutEvents();
  const begun = await subscribe(executed);
  if (!(Symbol.asyncIterator in begun)) return begun;
  slot.events = begun;
  return { data: null };
}
