import { setTimeout as wait } from 'node:timers/promises';

export interface GraphqlAnswer<T> {
  readonly data: T;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions?: Record<string, unknown>;
  }[];
}

/** Sends a query over HTTP, as any client would. */
export async function ask<T>(
  url: string,
  query: string,
  variables?: Record<string, unknown>,
  token?: string,
  headers: Record<string, string> = {},
): Promise<GraphqlAnswer<T>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...headers,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as GraphqlAnswer<T>;
}

/** The same by a client that comes again where it is told to: a machine may be too busy for a moment. */
export async function askAgain<T>(...asked: Parameters<typeof ask>): Promise<GraphqlAnswer<T>> {
  for (;;) {
    const answer = await ask<T>(...asked);
    const isTurnedAway = answer.errors?.some(({ extensions }) => extensions?.['code'] === 'OVERLOADED');
    if (isTurnedAway !== true) return answer;
    await wait(200);
  }
}

interface Ready {
  readonly status: string;
  readonly marketplaces: readonly {
    readonly id: string;
    readonly status: string;
    readonly indexed: number;
    readonly expected: number | null;
  }[];
}

export async function readiness(url: string): Promise<Ready> {
  return (await (await fetch(`${url}/health/ready`)).json()) as Ready;
}

/** All marketplaces are indexed whole. */
export async function isIndexed(url: string): Promise<boolean> {
  const { marketplaces } = await readiness(url);
  return marketplaces.length === 3 && marketplaces.every(({ status }) => status === 'READY');
}
