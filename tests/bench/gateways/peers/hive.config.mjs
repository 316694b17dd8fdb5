import process from 'node:process';
import { defineConfig } from '@graphql-hive/gateway';

/** Hive Gateway, as it comes but for what identical requests that are under way at once share. */
const singleFlight = process.env.SINGLE_FLIGHT;

export const gatewayConfig = defineConfig({
  inboundInflightRequestDeduplication: singleFlight === 'operations',
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: singleFlight !== 'none' } } },
});
