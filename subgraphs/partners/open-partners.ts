import type { HostPolicy } from '../../adapters/core/http/host-policy';
import type { Database } from '../database/connect';
import type { News } from '../news/news';
import { createSecretBox, type SecretBox, type SecretKey } from './credentials/secret-box';
import { partnersServed } from '../telemetry/metrics';
import {
  createPartnerNews,
  openPartnerRegister,
  type PartnerRegister,
  type PartnersChanged,
} from './partner-register';

/** What a process needs to serve partners: who they are, how their secrets open, and whom may be called. */
export interface Partners {
  readonly register: PartnerRegister;
  readonly news: News<PartnersChanged>;
  readonly box: SecretBox;
  readonly hosts: HostPolicy;
  close(): Promise<void>;
}

export interface PartnersOptions {
  readonly db: Database;
  readonly redisUrl: string | null;
  readonly secretKeys: readonly SecretKey[];
  readonly hosts: HostPolicy;
}

export async function openPartners({ db, redisUrl, secretKeys, hosts }: PartnersOptions): Promise<Partners> {
  const news = createPartnerNews(redisUrl);
  const register = await openPartnerRegister({ db, news });
  const measure = (): void => {
    const suspended = register.all().filter((partner) => partner.suspended).length;
    partnersServed.set({ state: 'SUSPENDED' }, suspended);
    partnersServed.set({ state: 'LIVE' }, register.all().length - suspended);
  };
  measure();
  register.onChange(measure);
  return {
    register,
    news,
    hosts,
    box: createSecretBox(secretKeys),
    async close() {
      await register.close();
      await news.close();
    },
  };
}
