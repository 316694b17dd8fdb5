import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLDataSourceRequestKind } from '@apollo/gateway/dist/datasources/types';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { within } from '../../adapters/core/within';
import { createRequestContext } from '../../subgraphs/request-context';

/** The subgraphs that refer to offers of any marketplace, and so have to know each type of them. */
const REFERRING = ['catalogue', 'orders'] as const;
const PAUSE_MS = 200;
const serviceWire = z.object({ _service: z.object({ sdl: z.string() }) });

/**
 * Waits until the subgraphs behind HTTP know these offer types: they learn of a partner's subgraph by
 * themselves, a moment sooner or later than a gateway does. False where they did not in time.
 */
export async function awaitOfferTypes(
  types: readonly string[],
  sourceOf: (name: string) => GraphQLDataSource,
  { withinMs }: { readonly withinMs: number },
): Promise<boolean> {
  if (types.length === 0) return true;
  const deadline = Date.now() + withinMs;
  const known = await Promise.all(
    REFERRING.map(async (name) => {
      for (;;) {
        // One that does not answer holds up what is published no longer than one that does not know.
        if (await within(deadline - Date.now(), knows(sourceOf(name), types), false)) return true;
        if (Date.now() >= deadline) return false;
        await wait(PAUSE_MS);
      }
    }),
  );
  return known.every(Boolean);
}

async function knows(source: GraphQLDataSource, types: readonly string[]): Promise<boolean> {
  const { data } = await source.process({
    request: { query: '{ _service { sdl } }' },
    kind: GraphQLDataSourceRequestKind.LOADING_SCHEMA,
    context: { ...createRequestContext() },
  });
  const answer = serviceWire.safeParse(data);
  if (!answer.success) return false;
  const { sdl } = answer.data._service;
  return types.every((type) => new RegExp(`^type ${type}\\b`, 'm').test(sdl));
}
