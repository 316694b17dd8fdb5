import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';
import { createInProcessDataSource } from '../../gateway/data-sources/in-process';
import type { CreateDataSource } from '../../gateway/data-sources/reused';
import { composeSupergraph } from '../../schema/federation/compose';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@shareable", "@external", "@requires", "@interfaceObject", "@authenticated", "@requiresScopes"])`;

type Resolvers =
  NonNullable<Exclude<Parameters<typeof buildSubgraphSchema>[0], { kind: string }>> extends {
    resolvers?: infer R;
  }
    ? NonNullable<R>
    : never;

export interface TestSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: Record<string, unknown>;
}

export function schemaOf({ sdl, resolvers }: TestSubgraph): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs: parse(`${LINK}\n${sdl}`), resolvers: resolvers as Resolvers });
}

/** Data sources of subgraphs in this process. */
export function inProcessSources(subgraphs: readonly TestSubgraph[]): CreateDataSource {
  const sources = new Map(
    subgraphs.map((one) => [one.name, createInProcessDataSource({ name: one.name, schema: schemaOf(one) })]),
  );
  return ({ name }) => {
    const source = sources.get(name);
    if (!source) throw new Error(`there is no subgraph ${name}`);
    return source;
  };
}

export function supergraphOf(subgraphs: readonly TestSubgraph[]): string {
  return composeSupergraph(
    subgraphs.map(({ name, sdl }) => ({ name, url: `http://${name}`, sdl: `${LINK}\n${sdl}` })),
  );
}

export interface TestAnswer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Record<string, unknown>;
  }[];
}

/** Of an answer that comes in several. */
export interface TestAnswerPart extends TestAnswer {
  readonly incremental?: readonly (TestAnswer & {
    readonly path: readonly (string | number)[];
    readonly label?: string;
  })[];
  readonly hasNext?: boolean;
}
