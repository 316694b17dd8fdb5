import type { GraphQLFieldResolver, GraphQLObjectType } from 'graphql';
import type { BuildSchemaOptions } from 'type-graphql';

/** Events for one subscriber. The field's own resolver makes an answer of each. */
export type EventSource<Context> = (
  args: never,
  context: Context,
) => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;

/** Decorators know no instance: what they say here is where the subgraph's `subscriptions` come in. */
export const FROM_ITS_SOURCE = (): never => {
  throw new Error('a subscription is given its source when its subgraph is built');
};

/** type-graphql wants one, and asks it for nothing: every subscription has a source of its own. */
export const NO_PUB_SUB: NonNullable<BuildSchemaOptions['pubSub']> = {
  publish: FROM_ITS_SOURCE,
  subscribe: FROM_ITS_SOURCE,
};

interface SubscriptionResolver {
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  readonly subscribe: GraphQLFieldResolver<unknown, unknown>;
}

/** The fields of Subscription with their sources. One without a source is noticed here and not by a client. */
export function subscriptionResolvers<Context>(
  root: GraphQLObjectType,
  sources: Readonly<Record<string, EventSource<Context>>>,
): Readonly<Record<string, SubscriptionResolver>> {
  return Object.fromEntries(
    Object.values(root.getFields()).map(({ name, resolve }) => {
      const source = sources[name];
      if (source === undefined) throw new Error(`${root.name}.${name} has no source of events`);
      const subscribe: SubscriptionResolver['subscribe'] = (_root, args, context) =>
        source(args as never, context as Context);
      return [name, { resolve, subscribe }];
    }),
  );
}
