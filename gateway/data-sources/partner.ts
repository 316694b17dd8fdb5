import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { callFor, type Call } from '../../adapters/core/contract';
import { AdapterError, toAdapterError } from '../../adapters/core/errors';
import { createHttpSource } from '../../adapters/core/http/http-source';
import { createRequestRate } from '../../adapters/core/http/request-rate';
import { REQUESTS_PER_MINUTE } from '../../adapters/partners/create-partner-marketplace';
import type { MarketplaceId } from '../../adapters/core/ids';
import { partnerPolicy, policyFor } from '../../adapters/core/resilience/policy';
import { createSourceGuards } from '../../adapters/core/resilience/source-guards';
import type { SourceHealth } from '../../adapters/core/resilience/source-health';
import { createSourceTelemetry } from '../../subgraphs/telemetry/source-telemetry';
import { readingDeadline } from '../../subgraphs/marketplace/reading-deadline';
import { sealedFor } from '../../subgraphs/partners/credentials/sealed-for';
import type { Partners } from '../../subgraphs/partners/open-partners';
import type { Partner } from '../../subgraphs/partners/partner-register';
import type { SubgraphRequest } from './data-source';
import type { ClosableDataSource } from './reused';
import { REPRESENTATIONS } from './entity-fetch';
import { askedAnswer, askedPath, type Question } from './asked-answer';
import { selectionTree, type SelectionTree } from './selection-tree';

export interface PartnerDataSourceOptions {
  readonly id: MarketplaceId;
  readonly url: string;
  readonly partners: Pick<Partners, 'register' | 'box' | 'hosts'>;
  /** How long clients usually wait. */
  readonly deadlineMs: number;
  /** Its circuit opened or closed. */
  readonly onState?: () => void;
}

export interface PartnerDataSource extends ClosableDataSource {
  readonly id: MarketplaceId;
  health(): SourceHealth;
  close(): void;
}

/** A partner answers nothing larger to one request. */
const MAX_BYTES = 4 * 1024 * 1024;

/** More of them tell clients nothing more. */
const MOST_ERRORS = 100;
/** Characters of queries whose selections are kept: the planner makes few different ones per operation. */
const CHARACTERS_KEPT = 1_000_000;

const answerWire = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ path: z.array(z.union([z.string(), z.number()])).nullish() }))
    .max(1_000)
    .nullish(),
});
const representationsWire = z.array(z.record(z.string(), z.unknown())).catch([]);

/**
 * A partner's own subgraph. It is a stranger's host, and learns nothing of who asks: a breaker, a bulkhead and
 * a time of its own stand before it, its answer is bounded and held to what was asked, and its errors are told
 * in our words.
 */
export function createPartnerDataSource(options: PartnerDataSourceOptions): PartnerDataSource {
  const { id, url, partners, deadlineMs, onState = () => undefined } = options;
  const http = createHttpSource(id, {
    hosts: partners.hosts,
    maxBytes: MAX_BYTES,
    rate: createRequestRate(REQUESTS_PER_MINUTE),
  });
  const guards = createSourceGuards({
    marketplace: id,
    policy: partnerPolicy(policyFor(deadlineMs)),
    events: createSourceTelemetry([id], onState),
    now: Date.now,
  });

  const trees = new LRUCache<string, SelectionTree>({
    maxSize: CHARACTERS_KEPT,
    sizeCalculation: (_, query) => Math.max(1, query.length),
    memoMethod: selectionTree,
  });

  function questionOf({ query, variables }: SubgraphRequest): Question {
    const { offerType = null, name = id } = partners.register.get(id) ?? {};
    return {
      tree: trees.memo(query),
      representations: representationsWire.parse(variables?.[REPRESENTATIONS]),
      offerType,
      facts: { marketplace: { __typename: 'Marketplace', id, name } },
    };
  }

  let atThisAddress: Partner | null = null;

  /**
   * The token that was given for this address. Around a publishing the register may know another version than
   * the supergraph that is served, and that version's token is for another address.
   */
  function authorization(): Record<string, string> {
    const served = partners.register.get(id);
    if (served?.definition.protocol === 'federation' && served.definition.url === url) atThisAddress = served;
    if (atThisAddress === null) return {};
    const { credentials, version } = atThisAddress;
    const { token } = partners.box.open(credentials, sealedFor(id, version));
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  }

  async function ask(request: SubgraphRequest, question: Question, call: Call) {
    const { query, variables, operationName } = request;
    const bad = (detail: string) =>
      new AdapterError('BAD_RESPONSE', { marketplace: id, detail: `subgraph: ${detail}` });
    const { body } = await http.json(
      { url, method: 'POST', headers: authorization(), body: { query, variables, operationName } },
      call,
    );
    const answer = answerWire.safeParse(body);
    if (!answer.success) throw bad('no GraphQL answer');
    const { data, errors = null } = answer.data;
    if (data == null && errors === null) throw bad('neither data nor errors');
    if (data == null) return { data: null, errors: errors ?? [] };
    const asked = askedAnswer(data, question);
    if (asked === null) throw bad('not the entities that were asked for');
    return { data: asked.data, errors: [...(errors ?? []), ...asked.unsound.map((path) => ({ path }))] };
  }

  return {
    id,
    health: () => guards.health(),
    close: () => http.close(),
    async process({ request, context: client }) {
      try {
        const question = questionOf(request);
        const deadline = readingDeadline(client.deadline, Date.now());
        const call = callFor(
          { signal: client.signal, deadline },
          { requestId: client.requestId, signal: client.signal, deadline },
        );
        const read = (leg: Call) => ask(request, question, leg);
        const { data, errors } = await guards.of('subgraph').run(read, call);
        return {
          ...(data ? { data } : {}),
          ...(errors.length > 0 ? { errors: failures(id, errors, question) } : {}),
        };
      } catch (thrown) {
        const { code, message } = toAdapterError(thrown, id);
        return { errors: [{ message, extensions: { code, serviceName: id, marketplace: id } }] };
      }
    },
  };
}

/** What a partner's subgraph says of failures is its own words, which no client reads: only where they are. */
function failures(
  id: MarketplaceId,
  errors: readonly { readonly path?: readonly (string | number)[] | null | undefined }[],
  question: Question,
) {
  const paths = new Map(
    errors.map(({ path }) => askedPath(path, question)).map((path) => [JSON.stringify(path ?? []), path]),
  );
  return [...paths.values()].slice(0, MOST_ERRORS).map((path) => ({
    message: 'The marketplace could not answer this part.',
    extensions: { code: 'BAD_RESPONSE', serviceName: id, marketplace: id },
    ...(path === undefined ? {} : { path: [...path] }),
  }));
}
