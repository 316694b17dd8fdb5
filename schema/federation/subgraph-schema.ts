import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { parse, specifiedDirectives, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, createResolversMap, type BuildSchemaOptions } from 'type-graphql';
import 'reflect-metadata';
import { withOfferStubs } from './offer-stubs';
import { NO_PUB_SUB, subscriptionResolvers, type EventSource } from './subscription-sources';

export interface SubgraphSchema {
  readonly schema: GraphQLSchema;
  /** What `_service { sdl }` answers, and what is composed. */
  readonly sdl: string;
}

/** Resolves an entity of a type from its key; throws or gives null like any resolver. */
export type ReferenceResolver<Context> = (
  reference: { id: string },
  context: Context,
  info: GraphQLResolveInfo,
) => unknown;

/** Resolves one field of what its type's own resolver gave. */
export type FieldResolver<Context> = (source: never, args: object, context: Context) => unknown;

export interface SubgraphSchemaOptions<Context> {
  readonly resolvers: BuildSchemaOptions['resolvers'];
  /** Types that nothing in the schema points to: the implementations of an interface. */
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for classes
  readonly types?: readonly Function[];
  /** One instance per resolver class. */
  readonly instances: ReadonlyMap<unknown, object>;
  readonly references?: Readonly<Record<string, ReferenceResolver<Context>>>;
  /** Resolvers of single fields, by type and name: for fields that are read only when they are asked for. */
  readonly fields?: Readonly<Record<string, Readonly<Record<string, FieldResolver<Context>>>>>;
  /** Where the events of each field of Subscription come from. */
  readonly subscriptions?: Readonly<Record<string, EventSource<Context>>>;
  /** Offer types of partners' own subgraphs that this one refers to: known at run time alone. */
  readonly offerStubs?: readonly string[];
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@authenticated", "@requiresScopes"])`;

/** A Federation 2 subgraph out of type-graphql classes. */
export function buildFederatedSchema<Context>(options: SubgraphSchemaOptions<Context>): SubgraphSchema {
  const plain = buildSchemaSync({
    resolvers: options.resolvers,
    orphanedTypes: [...(options.types ?? [])],
    directives: [...specifiedDirectives],
    container: { get: (resolver: unknown) => options.instances.get(resolver) },
    // Arguments are checked by the code that uses them, with errors that name the remedy.
    validate: false,
    skipCheck: true,
    pubSub: NO_PUB_SUB,
  });
  const sdl = withOfferStubs(`${LINK}\n\n${printSchemaWithDirectives(plain)}\n`, options.offerStubs ?? []);
  const resolvers: Record<string, object> = { ...(createResolversMap(plain) as Record<string, object>) };
  for (const [type, resolve] of Object.entries(options.references ?? {})) {
    resolvers[type] = { ...resolvers[type], __resolveReference: resolve };
  }
  for (const [type, fields] of Object.entries(options.fields ?? {})) {
    resolvers[type] = { ...resolvers[type], ...fields };
  }
  const root = plain.getSubscriptionType();
  if (root) resolvers[root.name] = subscriptionResolvers(root, options.subscriptions ?? {});
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: resolvers as NonNullable<Parameters<typeof buildSubgraphSchema>[0]> extends {
      resolvers?: infer R;
    }
      ? NonNullable<R>
      : never,
  });
  return { schema, sdl };
}
