import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, GraphQLError, parse, type GraphQLSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Answer, Handler } from '../servers/fake-server';
import { federatedGoods, type FederatedGoods } from './federated-goods';
import { offsetOf, pageCursor } from './offset-cursor';
import { readBody } from './request-body';

/** The SDL of the shop's subgraph; its schema is made from it. */
export const FEDERATED_SHOP_SDL = readFileSync(join(__dirname, 'federated-shop.graphql'), 'utf8');
export const FEDERATED_SHOP_TYPE = 'TokoFederasiOffer';
/** Good for nothing but this shop. */
export const FEDERATED_SHOP_TOKEN = 'sandbox-toko-federasi';

const DEFAULT_SIZE = 40;
const DEFAULT_SEED = 352;
const MOST_PER_PAGE = 500;

export interface FederatedShopOptions {
  readonly size?: number;
  readonly seed?: number;
  readonly now?: () => Date;
  /** Null for a subgraph that is open to everyone. */
  readonly token?: string | null;
  /** What it says of itself in `_service`, where not the truth. */
  readonly sdl?: string;
  /** Which of its goods it fails to answer for, and by which code. */
  readonly failing?: ReadonlyMap<string, string>;
}

export interface FederatedShop {
  readonly handler: Handler;
  readonly goods: FederatedGoods;
}

const requestBody = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** "Toko Federasi": a marketplace that runs a federated subgraph of its own. */
export function createFederatedShop(options: FederatedShopOptions = {}): FederatedShop {
  const { size = DEFAULT_SIZE, seed = DEFAULT_SEED, now = () => new Date() } = options;
  const { token = FEDERATED_SHOP_TOKEN } = options;
  const goods = federatedGoods(size, seed, now);
  const schema = createSchema(goods, options);

  async function answer(body: string): Promise<Answer> {
    const asked = readBody(requestBody, body);
    if (asked === null) return { status: 400, body: { errors: [{ message: 'no query' }] } };
    const { query, variables } = asked;
    return { body: await graphql({ schema, source: query, variableValues: variables ?? null }) };
  }

  return {
    goods,
    handler: ({ method, path, headers, body }) => {
      if (path !== '/graphql' || method !== 'POST') return { status: 404, body: { message: 'Not Found' } };
      return token === null || headers['authorization'] === `Bearer ${token}`
        ? answer(body)
        : { status: 401, body: { errors: [{ message: 'no such token' }] } };
    },
  };
}

function createSchema(goods: FederatedGoods, options: FederatedShopOptions): GraphQLSchema {
  const { sdl = FEDERATED_SHOP_SDL, failing = new Map<string, string>() } = options;
  const schema = buildSubgraphSchema({
    typeDefs: parse(FEDERATED_SHOP_SDL),
    resolvers: {
      Query: {
        pasarFeed: (_: unknown, { first, after }: FeedArguments) => feed(goods, first, after ?? null),
      },
      [FEDERATED_SHOP_TYPE]: {
        // What is thrown before there is a promise fails all entities of the request.
        __resolveReference({ id }: { id: string }): Promise<object | null> {
          const code = failing.get(id);
          return code === undefined
            ? Promise.resolve(goods.offer(id))
            : Promise.reject(new GraphQLError('the warehouse is shut', { extensions: { code } }));
        },
      },
    },
  });
  const service = schema.getQueryType()?.getFields()['_service'];
  if (service) service.resolve = () => ({ sdl });
  return schema;
}

interface FeedArguments {
  readonly first: number;
  readonly after?: string | null;
}

function feed(goods: FederatedGoods, first: number, after: string | null): object {
  const start = offsetOf(after);
  if (start === null || first < 1 || first > MOST_PER_PAGE)
    throw new GraphQLError('no such page', { extensions: { code: 'BAD_USER_INPUT' } });
  const end = start + first;
  return {
    offers: goods.ids.slice(start, end).map(goods.offer),
    next: end < goods.ids.length ? pageCursor(end) : null,
    total: goods.ids.length,
  };
}
