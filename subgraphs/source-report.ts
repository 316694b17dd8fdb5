import { z } from 'zod';
import { ERROR_TABLE, type ErrorCode } from '../adapters/core/errors';

/** What became of the offers that were asked of a marketplace. */
export interface OfferCounts {
  /** Asked of the marketplace for this request. */
  readonly live: number;
  /** Asked of it a moment ago. */
  readonly cached: number;
  /** It could not tell: the last known value. */
  readonly stale: number;
  /** Not even a last known value. */
  readonly failed: number;
}

/** How one marketplace did in one request. */
export interface SourceReport {
  readonly marketplace: string;
  /** The worst that befell any of the offers. */
  readonly status: SourceStatus;
  /** Why, where it is STALE or FAILED. */
  readonly code: ErrorCode | null;
  /** How long it was waited for, in milliseconds. */
  readonly latencyMs: number;
  readonly offers: OfferCounts;
}

const STATUSES = ['CACHED', 'LIVE', 'STALE', 'FAILED'] as const;
export type SourceStatus = (typeof STATUSES)[number];

export function statusOf({ live, stale, failed }: OfferCounts): SourceStatus {
  if (failed > 0) return 'FAILED';
  if (stale > 0) return 'STALE';
  return live > 0 ? 'LIVE' : 'CACHED';
}

/** One report per marketplace, for a request may ask the same one several times. */
export function mergeReports(reports: readonly SourceReport[]): readonly SourceReport[] {
  const merged = new Map<string, SourceReport>();
  for (const report of reports) {
    const known = merged.get(report.marketplace);
    merged.set(report.marketplace, known ? merge(known, report) : report);
  }
  return [...merged.values()].sort((a, b) => (a.marketplace < b.marketplace ? -1 : 1));
}

function merge(a: SourceReport, b: SourceReport): SourceReport {
  const offers: OfferCounts = {
    live: a.offers.live + b.offers.live,
    cached: a.offers.cached + b.offers.cached,
    stale: a.offers.stale + b.offers.stale,
    failed: a.offers.failed + b.offers.failed,
  };
  return {
    marketplace: a.marketplace,
    status: statusOf(offers),
    code: a.code ?? b.code,
    latencyMs: Math.max(a.latencyMs, b.latencyMs),
    offers,
  };
}

const count = z.int().min(0);
const reports = z.array(
  z.object({
    marketplace: z.string().max(60),
    status: z.enum(STATUSES),
    code: z.enum(Object.keys(ERROR_TABLE) as [ErrorCode, ...ErrorCode[]]).nullable(),
    latencyMs: count,
    offers: z.object({ live: count, cached: count, stale: count, failed: count }),
  }),
);

/** Reports out of a subgraph's answer; what is not a list of them is none. */
export function parseReports(extensions: unknown): readonly SourceReport[] {
  const { sources } = (extensions ?? {}) as { sources?: unknown };
  const parsed = reports.safeParse(sources);
  return parsed.success ? parsed.data : [];
}
