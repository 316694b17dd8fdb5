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
): Promise<GraphqlAnswer<T>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as GraphqlAnswer<T>;
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
