import {
  parse,
  subscribe,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import type { News } from '../../subgraphs/news/news';
import { createRequestContext, type RequestContext } from '../../subgraphs/request-context';

/** A subscription that was taken, read one answer at a time. */
export interface Followed<Data> {
  /** The next answer; null when there are no more. */
  next(): Promise<{ data: Data | null; errors?: GraphQLFormattedError[] } | null>;
  /** As whoever reads does who has enough. */
  leave(): Promise<unknown>;
}

export interface Following {
  readonly context?: RequestContext;
  readonly variables?: Readonly<Record<string, unknown>>;
}

async function begin(schema: GraphQLSchema, query: string, { context, variables }: Following) {
  return subscribe({
    schema,
    document: parse(query),
    contextValue: context ?? createRequestContext(),
    ...(variables ? { variableValues: variables } : {}),
  });
}

const asSent = <T>(answer: ExecutionResult): T => JSON.parse(JSON.stringify(answer)) as T;

export async function follow<Data>(
  schema: GraphQLSchema,
  query: string,
  following: Following = {},
): Promise<Followed<Data>> {
  const answers = await begin(schema, query, following);
  if (!(Symbol.asyncIterator in answers)) throw new Error(`refused: ${JSON.stringify(answers)}`);
  return {
    async next() {
      const { value, done } = await answers.next();
      return done ? null : asSent(value);
    },
    leave: () => answers.return(undefined),
  };
}

/** Why a subscription is not taken; null where it is. */
export async function refusalOf(
  schema: GraphQLSchema,
  query: string,
  following: Following = {},
): Promise<Readonly<Record<string, unknown>> | null> {
  const answers = await begin(schema, query, following);
  if (!(Symbol.asyncIterator in answers)) return answers.errors?.[0]?.extensions ?? {};
  await answers.return(undefined);
  return null;
}

/** News that knows how many listen. */
export function countedNews<T>(news: News<T>): News<T> & { listeners(): number } {
  const listening = new Set<symbol>();
  return {
    ...news,
    listeners: () => listening.size,
    subscribe(listener) {
      const one = Symbol();
      listening.add(one);
      const end = news.subscribe(listener);
      return () => {
        listening.delete(one);
        end();
      };
    },
  };
}
