import type { GraphQLDataSource } from '@apollo/gateway';
import { z } from 'zod';
import { callFor, type Call } from '../../adapters/core/contract';
import { AdapterError, toAdapterError } from '../../adapters/core/errors';
import { createHttpSource } from '../../adapters/core/http/http-source';
import type { MarketplaceId } from '../../adapters/core/ids';
import { partnerPolicy, policyFor } from '../../adapters/core/resilience/policy';
import { createSourceGuards } from '../../adapters/core/resilience/source-guards';
import { createSourceTelemetry } from '../../subgraphs/telemetry/source-telemetry';
import { readingDeadline } from '../../subgraphs/marketplace/reading-deadline';
import { sealedFor } from '../../subgraphs/partners/credential-context';
import type { Partners } from '../../subgraphs/partners/open-partners';
import type { RequestContext } from '../../subgraphs/request-context';

export interface PartnerDataSourceOptions {
  readonly id: MarketplaceId;
  readonly url: string;
  readonly partners: Pick<Partners, 'register' | 'box' | 'hosts'>;
  /** How long clients usually wait. */
  readonly deadlineMs: number;
}

/** A partner answers nothing larger to one request. */
const MAX_BYTES = 4 * 1024 * 1024;

const answerWire = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ path: z.array(z.union([z.string(), z.number()])).optional() }))
    .max(1_000)
    .optional(),
});

/**
 * A partner's own subgraph. It is a stranger's host, and learns nothing of who asks: a breaker, a bulkhead and
 * a time of its own stand before it, its answer is bounded, and its errors are told in our words.
 */
export function createPartnerDataSource(options: PartnerDataSourceOptions): GraphQLDataSource {
  const { id, url, partners, deadlineMs } = options;
  const http = createHttpSource(id, { hosts: partners.hosts, maxBytes: MAX_BYTES });
  const guards = createSourceGuards({
    marketplace: id,
    policy: partnerPolicy(policyFor(deadlineMs)),
    events: createSourceTelemetry([id], () => undefined),
    now: Date.now,
  });

  function authorization(): Record<string, string> {
    const partner = partners.register.get(id);
    if (partner === undefined) return {};
    const { token } = partners.box.open(partner.credentials, sealedFor(id, partner.version));
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  }

  return {
    async process({ request, context }) {
      const client = context as RequestContext;
      const { query, variables, operationName } = request;
      const ask = async (call: Call) => {
        const { body } = await http.json(
          { url, method: 'POST', headers: authorization(), body: { query, variables, operationName } },
          call,
        );
        const answer = answerWire.safeParse(body);
        if (!answer.success || (answer.data.data == null && answer.data.errors === undefined))
          throw new AdapterError('BAD_RESPONSE', { marketplace: id, detail: 'subgraph: no GraphQL answer' });
        return answer.data;
      };
      try {
        const deadline = readingDeadline(client.deadline, Date.now());
        const call = callFor(
          { signal: client.signal, deadline },
          { requestId: client.requestId, signal: client.signal, deadline },
        );
        const { data, errors } = await guards.of('subgraph').run(ask, call);
        return {
          ...(data ? { data } : {}),
          ...(errors ? { errors: errors.map(({ path }) => failure(id, path)) } : {}),
        };
      } catch (thrown) {
        const { code, message } = toAdapterError(thrown, id);
        return { errors: [{ message, extensions: { code, serviceName: id, marketplace: id } }] };
      }
    },
  };
}

/** What a partner's subgraph says of a failure is its own words, which no client reads. */
function failure(id: MarketplaceId, path: readonly (string | number)[] | undefined) {
  return {
    message: 'The marketplace could not answer this part.',
    extensions: { code: 'BAD_RESPONSE', serviceName: id, marketplace: id },
    ...(path === undefined ? {} : { path: [...path] }),
  };
}
