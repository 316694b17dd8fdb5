import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Everything that this process counts; docs/operations.md says what to do when a number is bad. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry });

const scrapers = new Set<() => Promise<void>>();

/** Runs a measurement whenever metrics are read. Gives the function that stops that. */
export function onScrape(measure: () => Promise<void>): () => void {
  scrapers.add(measure);
  return () => scrapers.delete(measure);
}

/** All metrics as Prometheus reads them. What can't be measured now keeps its last value. */
export async function scrape(): Promise<string> {
  await Promise.allSettled([...scrapers].map((measure) => measure()));
  return registry.metrics();
}

const registers = [registry];
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

export const httpDuration = new Histogram({
  name: 'pasar_http_request_duration_seconds',
  help: 'HTTP requests by route and status, from their first byte to the end of the answer.',
  labelNames: ['route', 'status'],
  buckets: SECONDS,
  registers,
});

export const requestsShed = new Counter({
  name: 'pasar_http_requests_shed_total',
  help: 'Requests refused with 503 at the door, by what was too much.',
  labelNames: ['reason'],
  registers,
});

export const requestsInFlight = new Gauge({
  name: 'pasar_http_requests_in_flight',
  help: 'GraphQL requests being worked on.',
  registers,
});

export const operations = new Counter({
  name: 'pasar_graphql_operations_total',
  help: 'GraphQL operations by outcome: ok, partial (data and errors) or failed (no data).',
  labelNames: ['server', 'outcome'],
  registers,
});

export const operationErrors = new Counter({
  name: 'pasar_graphql_errors_total',
  help: 'Errors in GraphQL answers, by code.',
  labelNames: ['server', 'code'],
  registers,
});

export const sourceAttempts = new Histogram({
  name: 'pasar_source_attempt_duration_seconds',
  help: 'Live requests to marketplaces, by outcome: OK, CANCELLED or a code of the error table.',
  labelNames: ['marketplace', 'outcome'],
  buckets: SECONDS,
  registers,
});

export const sourceOffers = new Counter({
  name: 'pasar_source_offers_total',
  help: 'Offers that clients asked for live, by how fresh the answer was: live, cached, stale or failed.',
  labelNames: ['marketplace', 'freshness'],
  registers,
});

export const sourceRetries = new Counter({
  name: 'pasar_source_retries_total',
  help: 'Reads sent again after a failure (sent), and those that only the retry budget forbade (refused).',
  labelNames: ['marketplace', 'decision'],
  registers,
});

export const sourceHedges = new Counter({
  name: 'pasar_source_hedges_total',
  help: 'Second requests sent because the first was slow (sent), and those that answered first (won).',
  labelNames: ['marketplace', 'decision'],
  registers,
});

export const sourceRefusals = new Counter({
  name: 'pasar_source_refusals_total',
  help: 'Reads that did not reach the marketplace, by what refused them: bulkhead, breaker or pause.',
  labelNames: ['marketplace', 'by'],
  registers,
});

export const sourceState = new Gauge({
  name: 'pasar_source_state',
  help: 'State of the circuit to each marketplace: 1 for the state that it is in, 0 for the others.',
  labelNames: ['marketplace', 'state'],
  registers,
});

export const cacheUp = new Gauge({
  name: 'pasar_cache_up',
  help: '1 while the shared cache (Redis) answers, 0 while this process stands in for it alone.',
  registers,
});

export const indexAge = new Gauge({
  name: 'pasar_index_age_seconds',
  help: 'Seconds since the oldest feed of a marketplace was last read to its end.',
  labelNames: ['marketplace'],
  registers,
});

export const indexOffers = new Gauge({
  name: 'pasar_index_offers',
  help: 'Offers that search can find.',
  labelNames: ['marketplace'],
  registers,
});

export const feedReadings = new Counter({
  name: 'pasar_feed_readings_total',
  help: 'Readings of feeds into the index, by outcome: read, failed, or left to another replica.',
  labelNames: ['marketplace', 'outcome'],
  registers,
});

export const supergraphSwaps = new Counter({
  name: 'pasar_supergraph_swaps_total',
  help: 'Supergraphs that were published while this gateway ran, by outcome: served or refused.',
  labelNames: ['outcome'],
  registers,
});

export const partnersServed = new Gauge({
  name: 'pasar_partners',
  help: 'Partners as this process knows them, by state: LIVE or SUSPENDED.',
  labelNames: ['state'],
  registers,
});
