import { randomBytes } from 'node:crypto';
import { createLocalNews } from '../news/news';
import { createSecretBox, SECRET_KEY_BYTES, secretKey } from './credentials/secret-box';
import type { PartnerRegister, PartnersChanged } from './partner-register';

const register: PartnerRegister = {
  get: () => undefined,
  all: () => [],
  refresh: () => Promise.resolve(),
  onChange: () => () => undefined,
  close: () => Promise.resolve(),
};

/** Where nobody has joined and nobody can: what schemas are printed with. */
export const noPartners = {
  ledger: {
    sources: { get: () => undefined },
    names: { get: () => undefined },
    reportCredentials: () => [],
    suppliers: () => [],
  },
  subgraphs: { register, sources: { get: () => undefined }, offerTypes: [] },
  onboarding: {
    box: createSecretBox([secretKey(randomBytes(SECRET_KEY_BYTES))]),
    hosts: { privateHosts: false },
    news: createLocalNews<PartnersChanged>(),
  },
} as const;
