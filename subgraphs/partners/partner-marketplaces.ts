import type { FeedMemory, Marketplace } from '../../adapters/core/contract';
import type { HostPolicy } from '../../adapters/core/http/host-policy';
import type { MarketplaceId } from '../../adapters/core/ids';
import { createPartnerMarketplace } from '../../adapters/partners/create-partner-marketplace';
import type { SecretBox } from './credentials/secret-box';
import { log } from '../telemetry/log';
import { sealedFor } from './credentials/sealed-for';
import type { Partner, PartnerRegister } from './partner-register';

/** Something that is made of a partner's marketplace when it is first asked for, and again when it changed. */
export interface PartnerMarketplaces<T> {
  get(id: MarketplaceId): T | undefined;
  /** The same of the version that the database serves now, for work that must not be done for one before it. */
  latest(id: MarketplaceId): Promise<T | undefined>;
  /** Those that were asked for and are still served. */
  opened(): readonly T[];
  close(): Promise<void>;
}

export interface PartnerMarketplacesOptions<T> {
  readonly register: PartnerRegister;
  readonly box: SecretBox;
  readonly hosts: HostPolicy;
  readonly memory: FeedMemory;
  create(marketplace: Marketplace): T;
}

/** An older version is let go when whoever still reads through it has surely done so. */
const CLOSE_AFTER_MS = 60_000;

interface Opened<T> {
  readonly version: number;
  readonly marketplace: Marketplace;
  readonly made: T;
}

export function createPartnerMarketplaces<T>(options: PartnerMarketplacesOptions<T>): PartnerMarketplaces<T> {
  const { register, box, hosts, memory, create } = options;
  const open = new Map<MarketplaceId, Opened<T>>();
  const leaving = new Map<Marketplace, NodeJS.Timeout>();

  /** What can't be opened is not served, and told once per version. */
  const broken = new Map<MarketplaceId, number>();
  function openOne(partner: Partner): Opened<T> | undefined {
    const { id, version, definition, credentials, offerType } = partner;
    if (broken.get(id) === version) return undefined;
    try {
      const secrets = box.open(credentials, sealedFor(id, version));
      const marketplace = createPartnerMarketplace(definition, secrets, { memory, hosts, offerType });
      const opened = { version, marketplace, made: create(marketplace) };
      open.set(id, opened);
      return opened;
    } catch (error) {
      broken.set(id, version);
      log.error({ marketplace: id, version, error }, 'a partner can not be served');
      return undefined;
    }
  }

  function letGo(id: MarketplaceId): void {
    const old = open.get(id);
    if (old === undefined) return;
    open.delete(id);
    const timer = setTimeout(() => {
      leaving.delete(old.marketplace);
      void old.marketplace.close();
    }, CLOSE_AFTER_MS);
    timer.unref();
    leaving.set(old.marketplace, timer);
  }

  function isCurrent(id: MarketplaceId, version: number): boolean {
    const partner = register.get(id);
    return partner !== undefined && !partner.suspended && partner.version === version;
  }

  const unsubscribe = register.onChange((changed) => {
    for (const id of changed) {
      const opened = open.get(id);
      if (opened !== undefined && !isCurrent(id, opened.version)) letGo(id);
    }
  });

  function get(id: MarketplaceId): T | undefined {
    const partner = register.get(id);
    if (partner === undefined || partner.suspended) return undefined;
    const opened = open.get(id);
    return (opened?.version === partner.version ? opened : openOne(partner))?.made;
  }

  return {
    get,
    async latest(id) {
      await register.refresh();
      return get(id);
    },
    opened: () => [...open.values()].map(({ made }) => made),
    async close() {
      unsubscribe();
      const all = [...leaving.keys(), ...[...open.values()].map(({ marketplace }) => marketplace)];
      for (const timer of leaving.values()) clearTimeout(timer);
      open.clear();
      await Promise.all(all.map((marketplace) => marketplace.close()));
    },
  };
}
