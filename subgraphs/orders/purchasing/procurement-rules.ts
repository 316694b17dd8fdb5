import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROLES, type Role } from '../../../adapters/core/actor';
import { parseDecimal, type Decimal } from '../../../adapters/core/decimal';
import { ConfigurationError } from '../../../adapters/core/environment';
import { formatDay } from '../../../adapters/core/jakarta-time';
import { regionByCode, type RegionCode } from '../../../adapters/core/regions';

/**
 * Tax rates and limits of procurement: configuration, each entry with the days it holds for (Jakarta,
 * both included) and where it comes from. Laws change while orders of the year before are still open.
 */
export interface ProcurementRules {
  readonly ppn: readonly (Dated & { readonly percent: Decimal })[];
  readonly regionalTax: readonly (Dated & ForRegions & { readonly percent: Decimal })[];
  /** The most that a role may buy in one order at these marketplaces. */
  readonly limits: readonly (Dated & AtMarketplaces & { readonly role: Role; readonly amount: Decimal })[];
  /** The least that these marketplaces sell in one order. */
  readonly minimumOrders: readonly (Dated & AtMarketplaces & { readonly amount: Decimal })[];
  /** Regions that these marketplaces deliver to; one that is not named here delivers everywhere. */
  readonly deliveries: readonly (Dated & AtMarketplaces & { readonly regions: readonly RegionCode[] })[];
  /** Where an order needs a package of the procurement plan (RUP). */
  readonly rupRequired: readonly (Dated & AtMarketplaces)[];
}

export interface Dated {
  readonly from: string;
  readonly to: string | null;
  readonly source: string;
}

interface AtMarketplaces {
  readonly marketplaces: readonly string[];
}

interface ForRegions {
  /** Null: everywhere that no entry names. */
  readonly regions: readonly RegionCode[] | null;
}

const day = z.string().refine(isDay, 'must be a day, YYYY-MM-DD');
const dated = { from: day, to: day.nullable(), source: z.string().min(1, 'must say where it comes from') };
const amount = z.string().transform((text, context): Decimal => {
  const parsed = parseDecimal(text);
  if (parsed !== null && !parsed.startsWith('-')) return parsed;
  context.addIssue({ code: 'custom', message: 'must be a decimal number as text, not below 0' });
  return z.NEVER;
});
const region = z.string().transform((code, context): RegionCode => {
  const known = regionByCode(code);
  if (known !== null) return known.code;
  context.addIssue({ code: 'custom', message: `"${code.slice(0, 20)}" is not a region's code` });
  return z.NEVER;
});
const marketplaces = z.array(z.string()).min(1);

const rulesWire = z.strictObject({
  ppn: z.array(z.strictObject({ ...dated, percent: amount })).min(1),
  regionalTax: z.array(z.strictObject({ ...dated, percent: amount, regions: z.array(region).nullable() })),
  limits: z.array(z.strictObject({ ...dated, marketplaces, role: z.enum(ROLES), amount })),
  minimumOrders: z.array(z.strictObject({ ...dated, marketplaces, amount })),
  deliveries: z.array(z.strictObject({ ...dated, marketplaces, regions: z.array(region) })),
  rupRequired: z.array(z.strictObject({ ...dated, marketplaces })),
});

const SHIPPED = join(__dirname, 'procurement-rules.json');

/** The rules of a file, or those that Pasar comes with. Every wrong entry is named. */
export function readProcurementRules(file: string | null): ProcurementRules {
  const name = file ?? SHIPPED;
  const fail = (problem: string): ConfigurationError =>
    new ConfigurationError([`PASAR_PROCUREMENT_RULES: ${name} ${problem}`]);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(name, 'utf8'));
  } catch (error) {
    throw fail(error instanceof SyntaxError ? 'is not JSON' : "can't be read");
  }
  const parsed = rulesWire.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    parsed.error.issues.map(
      (issue) => `PASAR_PROCUREMENT_RULES: ${name}: ${issue.path.map(String).join('.')}: ${issue.message}`,
    ),
  );
}

/** Of the calendar: a 31 June would begin a day late and no one would see it. */
function isDay(text: string): boolean {
  const midnight = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && midnight.getTime() > 0 && midnight.toISOString().startsWith(text)
  );
}

/** The entries that hold on the day of an instant. */
export function inForce<T extends Dated>(entries: readonly T[], at: Date): readonly T[] {
  const today = formatDay(at);
  return entries.filter(({ from, to }) => from <= today && (to === null || today <= to));
}

export function atMarketplace<T extends AtMarketplaces>(
  entries: readonly T[],
  marketplace: string,
): readonly T[] {
  return entries.filter(({ marketplaces: named }) => named.includes(marketplace));
}
