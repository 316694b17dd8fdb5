import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEasyShop, EASY_SHOP_KEY, type EasyShop } from '../../adapters/sandbox/partners/easy-shop';
import {
  createFederatedShop,
  FEDERATED_SHOP_SDL,
  FEDERATED_SHOP_TOKEN,
  type FederatedShop,
  type FederatedShopOptions,
} from '../../adapters/sandbox/partners/federated-shop';
import {
  startFakeServer,
  type Answer,
  type FakeServer,
  type Handler,
} from '../../adapters/sandbox/servers/fake-server';
import type { Secret } from './partner-graph';

const SHOPS = join(__dirname, '../../adapters/sandbox/partners');
const EASY = readFileSync(join(SHOPS, 'easy-shop.pasar.yaml'), 'utf8');
const FEDERATED = readFileSync(join(SHOPS, 'federated-shop.pasar.yaml'), 'utf8');

export const EASY_SECRETS: readonly Secret[] = [{ name: 'key', value: EASY_SHOP_KEY }];
export const FEDERATED_SECRETS: readonly Secret[] = [{ name: 'token', value: FEDERATED_SHOP_TOKEN }];

/** The easy shop's definition, at another address and perhaps by another id. */
export function easyDefinition(url: string, id = 'toko-contoh', change = (text: string) => text): string {
  return change(EASY.replace('http://127.0.0.1:4021', url).replaceAll('toko-contoh', id));
}

export function federatedDefinition(url: string, id = 'toko-federasi', name = 'Toko Federasi'): string {
  return FEDERATED.replace('http://127.0.0.1:4023/graphql', `${url}/graphql`)
    .replace('toko-federasi', id)
    .replace('name: Toko Federasi', `name: ${name}`);
}

/** A shop that is about to join: its server, what it brings, and what it saw. */
export interface JoiningShop {
  readonly id: string;
  readonly document: string;
  readonly secrets: readonly Secret[];
  readonly server: FakeServer;
}

export interface JoiningEasyShop extends JoiningShop {
  readonly shop: EasyShop;
}

export async function startEasyShop(
  id = 'toko-contoh',
  { size = 40, handler }: { size?: number; handler?: (own: Handler) => Handler } = {},
): Promise<JoiningEasyShop> {
  const shop = createEasyShop({ size });
  const server = await startFakeServer(handler ? handler(shop.handler) : shop.handler);
  return { id, document: easyDefinition(server.url, id), secrets: EASY_SECRETS, server, shop };
}

export interface JoiningFederatedShop extends JoiningShop {
  readonly shop: FederatedShop;
  /** The type of its offers. */
  readonly type: string;
  /** Says another SDL of itself from now on. */
  says(change: (sdl: string) => string): void;
  /** Answers its offers' fields by this from now on; as it should where that gives null. */
  answers(answer: Handler | null): void;
}

/**
 * The federated shop, under any name: `toko-dua` has the type `TokoDuaOffer`, or that of another whose types
 * it takes. What is given to `says` and what it gives is in the names that it has.
 */
export async function startFederatedShop(
  id = 'toko-federasi',
  { typesOf = id, ...options }: Omit<FederatedShopOptions, 'sdl'> & { typesOf?: string } = {},
): Promise<JoiningFederatedShop> {
  const prefix = typesOf.replace(/(^|-)([a-z0-9])/g, (_, _hyphen, letter: string) => letter.toUpperCase());
  const outward = (text: string): string =>
    text.replaceAll('toko-federasi', id).replaceAll('TokoFederasi', prefix);
  const inward = (text: string): string =>
    text.replaceAll(id, 'toko-federasi').replaceAll(prefix, 'TokoFederasi');
  let shop = createFederatedShop(options);
  let answering: Handler | null = null;
  const server = await startFakeServer(async (request, knobs): Promise<Answer> => {
    const isService = request.body.includes('_service');
    if (answering !== null && !isService) return answering(request, knobs);
    const { body, ...answer } = await shop.handler({ ...request, body: inward(request.body) }, knobs);
    return { ...answer, body: JSON.parse(outward(JSON.stringify(body))) as unknown };
  });
  return {
    id,
    document: federatedDefinition(server.url, id, prefix),
    secrets: FEDERATED_SECRETS,
    server,
    get shop() {
      return shop;
    },
    type: `${prefix}Offer`,
    says(change) {
      shop = createFederatedShop({ ...options, sdl: inward(change(outward(FEDERATED_SHOP_SDL))) });
    },
    answers(answer) {
      answering = answer;
    },
  };
}
