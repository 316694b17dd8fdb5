import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { within } from '../../adapters/core/within';
import { createRequestContext } from '../../subgraphs/request-context';
import type { DataSource } from '../data-sources/data-source';

/** The subgraphs that refer to offers of any marketplace, and so have to know each type of them. */
const REFERRING = ['catalogue', 'orders'] as const;
const PAUSE_MS = 200;
const serviceWire = z.object({ _service: z.object({ sdl: z.string() }) });

/** What subgraphs know of offer types: all know all, one lacks some, or one does not say. */
export type OfferTypesKnown = 'ALL' | 'LACKING' | 'NOT_TOLD';

/**
 * Waits until the subgraphs behind HTTP know these offer types, as long as there is time: they learn of a
 * partner's subgraph by themselves, a moment sooner or later than a gateway does.
 */
export async function awaitOfferTypes(
  types: readonly string[],
  sourceOf: (name: string) => DataSource,
  { withinMs }: { readonly withinMs: number },
): Promise<OfferTypesKnown> {
  if (types.length === 0) return 'ALL';
  const deadline = Date.now() + withinMs;
  const known = await Promise.all(
    REFERRING.map(async (name): Promise<OfferTypesKnown> => {
      for (let told: OfferTypesKnown = 'NOT_TOLD'; ;) {
        told = await within(deadline - Date.now(), knowledgeOf(sourceOf(name), types), told);
        if (told === 'ALL' || Date.now() >= deadline) return told;
        await wait(PAUSE_MS);
      }
    }),
  );
  if (known.includes('LACKING')) return 'LACKING';
  return known.includes('NOT_TOLD') ? 'NOT_TOLD' : 'ALL';
}

async function knowledgeOf(source: DataSource, types: readonly string[]): Promise<OfferTypesKnown> {
  const { data } = await source.process({
    request: { query: '{ _service { sdl } }' },
    context: createRequestContext(),
  });
  const answer = serviceWire.safeParse(data);
  if (!answer.success) return 'NOT_TOLD';
  const { sdl } = answer.data._service;
  return types.every((type) => new RegExp(`^type ${type}\\b`, 'm').test(sdl)) ? 'ALL' : 'LACKING';
}
