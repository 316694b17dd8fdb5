import type { HostPolicy } from '../../adapters/core/http/host-policy';
import { parseMarketplaceId } from '../../adapters/core/ids';
import { connectDatabase } from '../../subgraphs/database/connect';
import { migrate } from '../../subgraphs/database/migrate';
import type { HttpConfig } from '../../subgraphs/http/config';
import { openPartners } from '../../subgraphs/partners/open-partners';
import type { SecretKey } from '../../subgraphs/partners/credentials/secret-box';
import { SUBGRAPH_NAMES } from '../../subgraphs/subgraph';
import { log } from '../../subgraphs/telemetry/log';
import { openPartnerSubgraphs } from '../data-sources/partner-subgraphs';
import type { CreateDataSource } from '../data-sources/reused';
import type { ServedGraph } from '../embedded/serve-graph';
import { startGraphqlServer } from '../graphql-server';
import { awaitOfferTypes } from './await-offer-types';
import { followSupergraphs } from './follow-supergraphs';
import { createOperationRecorder } from './operation-recorder';
import { storedSupergraph } from './stored-supergraph';
import type { ExecutionOptions } from './supergraph-generation';

export interface RegistryGatewayOptions extends ExecutionOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  readonly hosts: HostPolicy;
  readonly secretKeys: readonly SecretKey[];
  readonly http: HttpConfig;
  /** How Pasar's own subgraphs are reached. */
  readonly remote: CreateDataSource;
}

/** How long subgraphs are waited for that have yet to learn of a new type. */
const SUBGRAPHS_KNOW_WITHIN_MS = 10_000;

/** Pasar's graph with its subgraphs behind HTTP, as the registry keeps it, and whatever is published from then on. */
export async function serveRegistry(
  options: RegistryGatewayOptions,
): Promise<Pick<ServedGraph, 'server' | 'close'>> {
  const { databaseUrl, redisUrl, hosts, secretKeys, http, remote, engine, singleFlight } = options;
  const db = connectDatabase({ url: databaseUrl });
  await migrate(db);
  const partners = await openPartners({ db, redisUrl, hosts, secretKeys });
  const { register } = partners;
  const partnerSubgraphs = openPartnerSubgraphs({ db, partners, deadlineMs: http.deadlineMs });
  const own: ReadonlySet<string> = new Set(SUBGRAPH_NAMES);
  const dataSource: CreateDataSource = ({ name, url }) => {
    const id = own.has(name) ? null : parseMarketplaceId(name);
    return id === null ? remote({ name, url }) : partnerSubgraphs.dataSource(id, url);
  };
  const stored = storedSupergraph({ db, register });
  const recorder = createOperationRecorder(db);
  const server = await startGraphqlServer({
    supergraph: await stored.current(),
    dataSource,
    plugins: [recorder.plugin],
    engine,
    singleFlight,
  });
  const unwatch = followSupergraphs(stored, server, async ({ sdl }) => {
    await register.refresh();
    const types = register.all().flatMap(({ offerType }) => offerType ?? []);
    const sourceOf = (name: string) => remote({ name, url: urlIn(sdl, name) });
    const known = await awaitOfferTypes(types, sourceOf, { withinMs: SUBGRAPHS_KNOW_WITHIN_MS });
    // Asked for a type that it does not know, a subgraph refuses all of the request: it has to learn first.
    if (known === 'LACKING') throw new Error(`a subgraph does not know all of ${types.join(', ')} yet`);
    if (known === 'NOT_TOLD') log.warn({ types }, 'a subgraph does not say which offer types it knows');
  });
  return {
    server,
    async close() {
      unwatch();
      await server.stop();
      await partnerSubgraphs.close();
      await recorder.close();
      await partners.close();
      await db.destroy();
    },
  };
}

/** Where a supergraph says that a subgraph is. */
function urlIn(sdl: string, name: string): string {
  const [, url] = new RegExp(`@join__graph\\(name: "${name}", url: "([^"]*)"\\)`).exec(sdl) ?? [];
  return url ?? '';
}
