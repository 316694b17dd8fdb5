import { boundedMap } from '../../core/bounded-map';
import { chunks } from '../../core/chunks';
import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import { mapInSlices } from '../../core/in-slices';
import type { MarketplaceId } from '../../core/ids';
import type { Exchange } from './exchange';
import { compileExpression } from './expression';
import type { MappedRecord } from './fields';
import type { Records } from './manifest';
import { compileList, type ShopRecord } from './records';
import { mentions } from './request';

export interface LookupsOptions {
  readonly marketplace: MarketplaceId;
  readonly lookups: Records['lookups'];
  readonly exchange: Exchange;
}

export interface LookUp {
  readonly maxBytes?: number;
  /**
   * What a lookup that fails does. A feed goes on without it and says so, and is read again soon; a live read
   * fails, for a price or a stock that is put together from half of what it takes would be told as if it were true.
   */
  readonly failing: 'lacking' | 'thrown';
}

export interface LookedUp {
  readonly mapped: readonly MappedRecord[];
  /** Lookups that failed, in our words; null when none did. */
  readonly lacking: string | null;
}

export type LookUpAll = (records: readonly ShopRecord[], how: LookUp, call: Call) => Promise<LookedUp>;

type Lookup = NonNullable<Records['lookups']>[string];
type Key = string | number | boolean;

/** Addresses that hold more keys grow beyond what servers take. */
const KEYS_AT_ONCE = 100;
const REQUESTS_AT_ONCE = 4;

/** Second requests that supply more for the records of an answer, each joined to them by its key. */
export function createLookups({ marketplace, lookups = {}, exchange }: LookupsOptions): LookUpAll {
  const all = Object.entries(lookups).map(([name, lookup]) =>
    createLookup(name, lookup, { marketplace, exchange }),
  );

  return async (records, how, call) => {
    const mapped = records.map((record) => ({
      record,
      context: { product: record.product, variant: record.variant },
    }));
    if (all.length === 0 || records.length === 0) return { mapped, lacking: null };
    const found = await Promise.all(all.map((lookup) => lookup(mapped, how, call)));
    const failures = found.flatMap(({ failure }) => failure ?? []);
    return {
      mapped: mapped.map(({ record, context }, i) => ({
        record,
        context: {
          ...Object.fromEntries(found.map(({ name, rows }) => [name, rows[i] ?? null])),
          ...context,
        },
      })),
      lacking: failures.length === 0 ? null : failures.join('; '),
    };
  };
}

interface Found {
  readonly name: string;
  /** One for each record, null where the lookup has none for it. */
  readonly rows: readonly unknown[];
  readonly failure: string | null;
}

function createLookup(
  name: string,
  { request, at, key, of }: Lookup,
  { marketplace, exchange }: Pick<LookupsOptions, 'marketplace' | 'exchange'>,
): (mapped: readonly MappedRecord[], how: LookUp, call: Call) => Promise<Found> {
  const place = `records.lookups.${name}`;
  const listOf = compileList(marketplace, `${place}.at`, at);
  const keyOf = compileExpression(key);
  const keyOfRecord = compileExpression(of);
  const isKeyed = mentions(request, 'keys');

  async function ask(keys: readonly Key[], { maxBytes }: LookUp, call: Call): Promise<readonly unknown[]> {
    const limit = maxBytes === undefined ? {} : { maxBytes };
    const answer = await exchange.send({ request, variables: { keys }, mayBePartial: true, ...limit }, call);
    if (answer.means === 'missing') return [];
    if (answer.means === 'refused') {
      throw new AdapterError('INVALID_INPUT', { marketplace, detail: `${place}: ${answer.detail}` });
    }
    return listOf(answer.body, { single: false, nothing: true });
  }

  return async (mapped, how, call) => {
    const work = { marketplace, call };
    const wanted = await mapInSlices(mapped, ({ context }) => scalar(keyOfRecord(context)), work);
    const keys = [
      ...new Map(wanted.flatMap((each) => (each === null ? [] : [[String(each), each]]))).values(),
    ];
    let failure: string | null = null;
    const answers = await boundedMap(
      isKeyed ? chunks(keys, KEYS_AT_ONCE) : [keys],
      REQUESTS_AT_ONCE,
      async (chunk) => {
        if (chunk.length === 0) return [];
        try {
          return await ask(chunk, how, call);
        } catch (error) {
          const isOver = call.signal.aborted || how.failing === 'thrown';
          if (!(error instanceof AdapterError) || isOver) throw error;
          failure = `the lookup "${name}" failed: ${error.code}`;
          return [];
        }
      },
    );
    // Of two with one key the later is kept, as of two records.
    const rows = new Map<string, unknown>();
    for (const [told, row] of await mapInSlices(
      answers.flat(),
      (each) => [scalar(keyOf(each)), each] as const,
      work,
    ))
      if (told !== null) rows.set(String(told), row);
    return { name, rows: wanted.map((each) => rows.get(String(each)) ?? null), failure };
  };
}

function scalar(value: unknown): Key | null {
  if (value === '' || value === false) return null;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
