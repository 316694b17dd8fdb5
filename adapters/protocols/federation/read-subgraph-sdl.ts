import { z } from 'zod';
import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import { createGraphqlClient, type SubgraphAccess } from './graphql-client';

const serviceWire = z.object({ sdl: z.string().min(1) });

/** An SDL of 200 kB, the longest that is taken, with its line breaks and quotes escaped in JSON. */
const MAX_BYTES = 1024 * 1024;

/** What a partner's subgraph says of itself, as every subgraph does: `{ _service { sdl } }`. */
export async function readSubgraphSdl(
  { marketplace, http, ...access }: SubgraphAccess & { marketplace: MarketplaceId; http: HttpSource },
  call: Call,
): Promise<string> {
  const client = createGraphqlClient(marketplace, access, http);
  const { data, errors } = await client.ask({ query: '{ _service { sdl } }', maxBytes: MAX_BYTES }, call);
  const service = serviceWire.safeParse(data['_service']);
  if (service.success) return service.data.sdl;
  const [error] = errors;
  throw error
    ? client.failure(error, '_service')
    : new AdapterError('BAD_RESPONSE', { marketplace, detail: '_service: has no sdl' });
}
