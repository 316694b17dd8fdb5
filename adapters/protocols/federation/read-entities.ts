import { boundedMap } from '../../core/bounded-map';
import { chunks } from '../../core/chunks';
import type { Call, OfferReading } from '../../core/contract';
import { AdapterError, toAdapterError } from '../../core/errors';
import { parseOfferId, type MarketplaceId, type OfferId } from '../../core/ids';
import type { Offer } from '../../core/offer';
import type { Understood } from '../../core/understand-records';
import type { GraphqlClient, GraphqlError } from './graphql-client';
import { OFFER_FIELDS } from './wire';

export interface ReadEntitiesOptions {
  readonly marketplace: MarketplaceId;
  /** The GraphQL type of the offers; empty where it is not known yet. */
  readonly offerType: string;
  readonly client: GraphqlClient;
  understand(record: unknown): Understood<Offer>;
}

/** In one request; what a page shows is no more. */
const IDS_PER_REQUEST = 100;
const REQUESTS_AT_ONCE = 4;
/** For at most a hundred offers that a client waits for; pages for the index may be larger. */
const MAX_BYTES = 4 * 1024 * 1024;
const NAME = /^[A-Za-z]\w*$/;

/** Reads offers as a gateway does: as entities, by their keys. */
export function createReadEntities(options: ReadEntitiesOptions) {
  const { marketplace, offerType, client, understand } = options;
  const bad = (detail: string): AdapterError => new AdapterError('BAD_RESPONSE', { marketplace, detail });

  async function ask(ids: readonly OfferId[], call: Call): Promise<readonly OfferReading[]> {
    const representations = ids.map((id) => ({ __typename: offerType, id }));
    const { data, errors } = await client.ask(
      { query: entitiesQuery(offerType), variables: { representations }, maxBytes: MAX_BYTES },
      call,
    );
    const entities = data['_entities'];
    if (!Array.isArray(entities)) throw failureOf(errors) ?? bad('_entities: is not a list');
    if (entities.length !== ids.length)
      throw bad(`_entities: ${entities.length} came where ${ids.length} were asked`);
    return ids.map((id, i) => read(id, entities[i] as unknown, errorsAt(errors, i)));
  }

  function read(id: OfferId, entity: unknown, errors: readonly GraphqlError[]): OfferReading {
    const failure = failureOf(errors);
    if (entity === null) return failure;
    const understood = understand(entity);
    // What is missing of it is missing for the error, where there is one.
    if (!('offer' in understood)) return failure ?? bad(`_entities: ${understood.reason}`);
    return understood.offer.id === id ? understood.offer : bad('_entities: another offer came');
  }

  function failureOf([error]: readonly GraphqlError[]): AdapterError | null {
    return error === undefined ? null : client.failure(error, '_entities');
  }

  return async (ids: readonly OfferId[], call: Call): Promise<readonly OfferReading[]> => {
    const own = [...new Set(ids)].filter((id) => parseOfferId(id)?.marketplace === marketplace);
    if (own.length === 0) return ids.map(() => null);
    if (!NAME.test(offerType))
      throw new AdapterError('UNSUPPORTED', { marketplace, detail: 'the type of its offers is not known' });
    const asked = chunks(own, IDS_PER_REQUEST);
    const answers = await boundedMap(asked, REQUESTS_AT_ONCE, (chunk) =>
      ask(chunk, call).catch((error: unknown) => toAdapterError(error, marketplace)),
    );
    const [first] = answers;
    if (answers.every((answer) => answer instanceof AdapterError) && first instanceof AdapterError)
      throw first;
    const readings = new Map<OfferId, OfferReading>();
    answers.forEach((answer, i) =>
      asked[i]?.forEach((id, j) =>
        readings.set(id, answer instanceof AdapterError ? answer : (answer[j] ?? null)),
      ),
    );
    return ids.map((id) => readings.get(id) ?? null);
  };
}

function entitiesQuery(offerType: string): string {
  return `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${offerType} {${OFFER_FIELDS}} } }`;
}

/** Those of one entity, and those that name none: they may be of any. */
function errorsAt(errors: readonly GraphqlError[], index: number): readonly GraphqlError[] {
  return errors.filter(({ path }) => typeof path?.[1] !== 'number' || path[1] === index);
}
