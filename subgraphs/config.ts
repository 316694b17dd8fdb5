import { z } from 'zod';
import {
  httpAddress,
  readEnvironment,
  wholeNumber,
  type Environment,
  type VariableGroup,
} from '../adapters/core/environment';
import { parseInstitutionCode } from '../adapters/core/ids';
import type { MarketplaceAccess } from '../adapters/marketplaces';
import type { TokoDaringAccess } from '../adapters/protocols/toko-daring/pull-client';
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

const entries = (text: string): string[] => text.split(',').map((entry) => entry.trim());

/** Institutions whose orders are read, each once. */
const institutions = z.string().transform((text, context) =>
  [...new Set(entries(text))].map((entry) => {
    const code = parseInstitutionCode(entry);
    if (code !== null) return code;
    context.addIssue({
      code: 'custom',
      message: `"${entry.slice(0, 20)}" is not an institution code like D180`,
    });
    return z.NEVER;
  }),
);

const fiscalYears = z.string().transform((text, context) =>
  [...new Set(entries(text))].map((entry) => {
    const year = wholeNumber(2018, 2100).safeParse(entry);
    if (year.success) return year.data;
    context.addIssue({ code: 'custom', message: `"${entry.slice(0, 20)}" is not a year from 2018 to 2100` });
    return z.NEVER;
  }),
);

const GROUPS: readonly VariableGroup[] = [
  ['PASAR_JATIM_BEJO_URL', 'PASAR_JATIM_BEJO_CLIENT_ID', 'PASAR_JATIM_BEJO_CLIENT_SECRET'],
  ['PASAR_JATIM_BEJO_SSO_URL', 'PASAR_JATIM_BEJO_SHOP_URL'],
  ['PASAR_MBIZ_URL', 'PASAR_MBIZ_CLIENT_ID', 'PASAR_MBIZ_CLIENT_SECRET'],
  ['PASAR_MBIZ_CXML_URL', 'PASAR_MBIZ_CXML_IDENTITY', 'PASAR_MBIZ_CXML_SUPPLIER', 'PASAR_MBIZ_CXML_SECRET'],
  ['PASAR_EKATALOG_FEEDS', 'PASAR_EKATALOG_SECRET'],
  ['PASAR_INAPROC_URL', 'PASAR_INAPROC_TOKEN'],
  ['PASAR_INAPROC_KLPD', 'PASAR_INAPROC_YEARS'],
];

const schema = z
  .object({
    PASAR_JATIM_BEJO_URL: httpAddress.optional(),
    PASAR_JATIM_BEJO_CLIENT_ID: z.string().optional(),
    PASAR_JATIM_BEJO_CLIENT_SECRET: z.string().optional(),
    PASAR_JATIM_BEJO_SSO_URL: httpAddress.optional(),
    PASAR_JATIM_BEJO_SHOP_URL: httpAddress.optional(),
    PASAR_JATIM_BEJO_ORDERS_URL: httpAddress.optional(),
    PASAR_MBIZ_URL: httpAddress.optional(),
    PASAR_MBIZ_CLIENT_ID: z.string().optional(),
    PASAR_MBIZ_CLIENT_SECRET: z.string().optional(),
    PASAR_MBIZ_CXML_URL: httpAddress.optional(),
    PASAR_MBIZ_CXML_IDENTITY: z.string().optional(),
    PASAR_MBIZ_CXML_SUPPLIER: z.string().optional(),
    PASAR_MBIZ_CXML_SECRET: z.string().optional(),
    PASAR_MBIZ_ORDERING: z.enum(['DIRECT', 'PUNCHOUT']).default('DIRECT'),
    PASAR_EKATALOG_FEEDS: feeds.optional(),
    PASAR_EKATALOG_SECRET: z.string().optional(),
    PASAR_EKATALOG_MASTER_URL: httpAddress.optional(),
    PASAR_INAPROC_URL: httpAddress.optional(),
    PASAR_INAPROC_TOKEN: z.string().optional(),
    PASAR_INAPROC_KLPD: institutions.optional(),
    PASAR_INAPROC_YEARS: fiscalYears.optional(),
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
  .refine((env) => env.PASAR_INAPROC_KLPD === undefined || env.PASAR_INAPROC_URL !== undefined, {
    path: ['PASAR_INAPROC_KLPD'],
    message: 'needs PASAR_INAPROC_URL and PASAR_INAPROC_TOKEN, where orders are read',
  })
  .refine((env) => env.PASAR_JATIM_BEJO_URL !== undefined || env.PASAR_JATIM_BEJO_SSO_URL === undefined, {
    path: ['PASAR_JATIM_BEJO_URL'],
    message: 'is missing, PASAR_JATIM_BEJO_SSO_URL is set: what is ordered has to be on offer',
  })
  .refine((env) => env.PASAR_MBIZ_URL !== undefined || env.PASAR_MBIZ_CXML_URL === undefined, {
    path: ['PASAR_MBIZ_URL'],
    message: 'is missing, PASAR_MBIZ_CXML_URL is set: what is ordered has to be on offer',
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
        ...(jatimBejo ? { jatimBejo: { ...jatimBejo, ...jatimBejoOrdering(env) } } : {}),
        ...(mbiz ? { mbiz: { ...mbiz, ordering: mbizOrdering(env) } } : {}),
        ...(PASAR_EKATALOG_FEEDS && PASAR_EKATALOG_SECRET
          ? {
              ekatalogLokal: {
                feeds: PASAR_EKATALOG_FEEDS,
                secret: PASAR_EKATALOG_SECRET,
                masterListsUrl: env.PASAR_EKATALOG_MASTER_URL ?? null,
                inaproc:
                  PASAR_INAPROC_URL && PASAR_INAPROC_TOKEN
                    ? {
                        url: PASAR_INAPROC_URL,
                        token: PASAR_INAPROC_TOKEN,
                        institutions: env.PASAR_INAPROC_KLPD ?? [],
                        years: env.PASAR_INAPROC_YEARS ?? [],
                      }
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

function tokoDaring(url?: string, clientId?: string, clientSecret?: string): TokoDaringAccess | null {
  return url && clientId && clientSecret ? { url, clientId, clientSecret } : null;
}

function jatimBejoOrdering(env: {
  readonly PASAR_JATIM_BEJO_SSO_URL?: string | undefined;
  readonly PASAR_JATIM_BEJO_SHOP_URL?: string | undefined;
  readonly PASAR_JATIM_BEJO_ORDERS_URL?: string | undefined;
}): Pick<MarketplaceAccess['jatimBejo'], 'handOff' | 'orderStatusUrl'> {
  const authUrl = env.PASAR_JATIM_BEJO_SSO_URL;
  const shopUrl = env.PASAR_JATIM_BEJO_SHOP_URL;
  const orderStatusUrl = env.PASAR_JATIM_BEJO_ORDERS_URL;
  return {
    ...(authUrl && shopUrl ? { handOff: { authUrl, shopUrl } } : {}),
    ...(orderStatusUrl ? { orderStatusUrl } : {}),
  };
}

function mbizOrdering(env: {
  readonly PASAR_MBIZ_CXML_URL?: string | undefined;
  readonly PASAR_MBIZ_CXML_IDENTITY?: string | undefined;
  readonly PASAR_MBIZ_CXML_SUPPLIER?: string | undefined;
  readonly PASAR_MBIZ_CXML_SECRET?: string | undefined;
  readonly PASAR_MBIZ_ORDERING: 'DIRECT' | 'PUNCHOUT';
}): NonNullable<MarketplaceAccess['mbiz']['ordering']> | null {
  const url = env.PASAR_MBIZ_CXML_URL;
  const identity = env.PASAR_MBIZ_CXML_IDENTITY;
  const supplierIdentity = env.PASAR_MBIZ_CXML_SUPPLIER;
  const sharedSecret = env.PASAR_MBIZ_CXML_SECRET;
  if (!url || !identity || !supplierIdentity || !sharedSecret) return null;
  return { cxml: { url, identity, supplierIdentity, sharedSecret }, mode: env.PASAR_MBIZ_ORDERING };
}

export function readSubgraphConfig(environment: Environment = process.env): SubgraphConfig {
  return readEnvironment(schema, environment, GROUPS);
}
