import { z } from 'zod';
import {
  httpAddress,
  readEnvironment,
  wholeNumber,
  type Environment,
  type VariableGroup,
} from '../adapters/core/environment';
import type { MarketplaceAccess } from '../adapters/marketplaces';
import type { Schedule } from './catalogue/indexing/schedule';

/** What subgraphs need to know of the world around them, wherever they run. */
export interface SubgraphConfig {
  /** Marketplaces that are configured; the others are left to whoever starts this process. */
  readonly access: Partial<MarketplaceAccess>;
  /** PostgreSQL, or null for the embedded one. */
  readonly databaseUrl: string | null;
  /** The cache that replicas share, or null for each process's own. */
  readonly redisUrl: string | null;
  /** Whether slow reads are sent a second time. */
  readonly hedging: boolean;
  readonly schedule: Schedule;
  /** Marketplaces whose shrunken feeds someone has looked at and accepts. */
  readonly acceptShrinkage: readonly string[];
}

const feeds = z.string().transform((text, context) =>
  text.split(',').map((entry) => {
    const [sellerCode, ...rest] = entry.trim().split('=');
    const url = httpAddress.safeParse(rest.join('='));
    if (sellerCode && url.success) return { sellerCode, url: url.data };
    context.addIssue({ code: 'custom', message: `"${entry.trim().slice(0, 60)}" is not sellerCode=address` });
    return z.NEVER;
  }),
);

const GROUPS: readonly VariableGroup[] = [
  ['PASAR_JATIM_BEJO_URL', 'PASAR_JATIM_BEJO_CLIENT_ID', 'PASAR_JATIM_BEJO_CLIENT_SECRET'],
  ['PASAR_MBIZ_URL', 'PASAR_MBIZ_CLIENT_ID', 'PASAR_MBIZ_CLIENT_SECRET'],
  ['PASAR_EKATALOG_FEEDS', 'PASAR_EKATALOG_SECRET'],
  ['PASAR_INAPROC_URL', 'PASAR_INAPROC_TOKEN'],
];

const schema = z
  .object({
    PASAR_JATIM_BEJO_URL: httpAddress.optional(),
    PASAR_JATIM_BEJO_CLIENT_ID: z.string().optional(),
    PASAR_JATIM_BEJO_CLIENT_SECRET: z.string().optional(),
    PASAR_MBIZ_URL: httpAddress.optional(),
    PASAR_MBIZ_CLIENT_ID: z.string().optional(),
    PASAR_MBIZ_CLIENT_SECRET: z.string().optional(),
    PASAR_EKATALOG_FEEDS: feeds.optional(),
    PASAR_EKATALOG_SECRET: z.string().optional(),
    PASAR_EKATALOG_MASTER_URL: httpAddress.optional(),
    PASAR_INAPROC_URL: httpAddress.optional(),
    PASAR_INAPROC_TOKEN: z.string().optional(),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must be a PostgreSQL address, postgres://…')
      .optional(),
    REDIS_URL: z
      .string()
      .regex(/^rediss?:\/\//, 'must be a Redis address, redis://…')
      .optional(),
    PASAR_HEDGING: z.enum(['on', 'off']).default('on'),
    PASAR_SYNC_WHOLE_SECONDS: wholeNumber(1, 604_800).default(900),
    PASAR_SYNC_CHANGES_SECONDS: wholeNumber(1, 86_400).default(60),
    PASAR_ACCEPT_SHRINKAGE: z.string().default(''),
  })
  .transform((env): SubgraphConfig => {
    const { PASAR_EKATALOG_FEEDS, PASAR_EKATALOG_SECRET, PASAR_INAPROC_URL, PASAR_INAPROC_TOKEN } = env;
    const jatimBejo = tokoDaring(
      env.PASAR_JATIM_BEJO_URL,
      env.PASAR_JATIM_BEJO_CLIENT_ID,
      env.PASAR_JATIM_BEJO_CLIENT_SECRET,
    );
    const mbiz = tokoDaring(env.PASAR_MBIZ_URL, env.PASAR_MBIZ_CLIENT_ID, env.PASAR_MBIZ_CLIENT_SECRET);
    return {
      access: {
        ...(jatimBejo ? { jatimBejo } : {}),
        ...(mbiz ? { mbiz } : {}),
        ...(PASAR_EKATALOG_FEEDS && PASAR_EKATALOG_SECRET
          ? {
              ekatalogLokal: {
                feeds: PASAR_EKATALOG_FEEDS,
                secret: PASAR_EKATALOG_SECRET,
                masterListsUrl: env.PASAR_EKATALOG_MASTER_URL ?? null,
                inaproc:
                  PASAR_INAPROC_URL && PASAR_INAPROC_TOKEN
                    ? { url: PASAR_INAPROC_URL, token: PASAR_INAPROC_TOKEN }
                    : null,
              },
            }
          : {}),
      },
      databaseUrl: env.DATABASE_URL ?? null,
      redisUrl: env.REDIS_URL ?? null,
      hedging: env.PASAR_HEDGING === 'on',
      schedule: {
        wholeEveryMs: env.PASAR_SYNC_WHOLE_SECONDS * 1000,
        changesEveryMs: env.PASAR_SYNC_CHANGES_SECONDS * 1000,
      },
      acceptShrinkage: env.PASAR_ACCEPT_SHRINKAGE.split(',')
        .map((id) => id.trim())
        .filter((id) => id !== ''),
    };
  });

function tokoDaring(
  url?: string,
  clientId?: string,
  clientSecret?: string,
): MarketplaceAccess['mbiz'] | null {
  return url && clientId && clientSecret ? { url, clientId, clientSecret } : null;
}

export function readSubgraphConfig(environment: Environment = process.env): SubgraphConfig {
  return readEnvironment(schema, environment, GROUPS);
}
