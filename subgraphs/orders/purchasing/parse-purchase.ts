import { createHash } from 'node:crypto';
import type { Actor } from '../../../adapters/core/actor';
import { cleanText } from '../../../adapters/core/clean-text';
import type { Decimal } from '../../../adapters/core/decimal';
import {
  type MarketplaceId,
  parseRupCode,
  parseWorkUnitCode,
  type InstitutionCode,
  type RupCode,
  type WorkUnitCode,
} from '../../../adapters/core/ids';
import type { DeliveryAddress } from '../../../adapters/core/order/ordering-port';
import type { Region } from '../../../adapters/core/regions';
import type { TaxPer } from '../../../schema/enums';
import type { PurchaseInput } from '../../../schema/purchase/purchase-input';
import { inputError } from '../../input-error';
import { atMarketplace, inForce, type ProcurementRules } from './procurement-rules';
import { parseLines, parseRegion, parseTolerance, type WantedLine } from './purchase-lines';

/** A purchase as asked for, understood. */
export interface WantedPurchase {
  readonly actor: Actor;
  readonly institution: InstitutionCode;
  readonly lines: readonly WantedLine[];
  readonly region: Region;
  readonly deliverTo: DeliveryAddress;
  readonly taxPer: TaxPer;
  readonly tolerance: Decimal;
  readonly rupCode: RupCode | null;
  readonly workUnit: WorkUnitCode | null;
  readonly fundingSource: string | null;
  readonly note: string | null;
}

const KEY = /^[\x21-\x7e]{1,100}$/;

/** The client's own name for this purchase: the same one again is the same purchase. */
export function parseIdempotencyKey(key: string): string {
  if (KEY.test(key)) return key;
  throw inputError(
    'idempotencyKey',
    'must have 1 to 100 visible characters, for example a UUID made when the buyer presses the button.',
  );
}

export function parsePurchase(
  input: PurchaseInput,
  actor: Actor,
  institution: InstitutionCode,
  isKnown: (marketplace: MarketplaceId) => boolean,
  { rules, at }: { readonly rules: ProcurementRules; readonly at: Date },
): WantedPurchase {
  const lines = parseLines(input.lines, isKnown);
  const open = lines.findIndex(({ expected }) => expected === null);
  if (open >= 0) {
    throw inputError(
      `input.lines.${open}.expectedPrice`,
      'is missing. Name the unit price that was decided on, as `quote` gives it.',
    );
  }
  const { deliverTo } = input;
  const region = parseRegion(deliverTo.region, 'input.deliverTo.region');
  const rupCode = input.rupCode == null ? null : parseRupCode(input.rupCode);
  if (input.rupCode != null && rupCode === null)
    throw inputError('input.rupCode', `"${input.rupCode.slice(0, 20)}" is not a RUP code: digits only.`);
  for (const { offer } of lines) {
    const [rule] = atMarketplace(inForce(rules.rupRequired, at), offer.marketplace);
    if (rule !== undefined && rupCode === null)
      throw inputError(
        'input.rupCode',
        `is missing: orders at ${offer.marketplace} need one. ${rule.source}.`,
      );
  }
  const workUnit = input.workUnit == null ? actor.workUnit : parseWorkUnitCode(input.workUnit);
  if (input.workUnit != null && workUnit === null)
    throw inputError('input.workUnit', `"${input.workUnit.slice(0, 40)}" is not a work unit's code.`);
  return {
    actor,
    institution,
    lines,
    region,
    deliverTo: {
      region: region.code,
      address: text(deliverTo.address, 'input.deliverTo.address', 300),
      receiver: text(deliverTo.receiver, 'input.deliverTo.receiver', 100),
      phone: deliverTo.phone == null ? null : text(deliverTo.phone, 'input.deliverTo.phone', 30),
    },
    taxPer: input.taxPer,
    tolerance: parseTolerance(input.tolerancePercent),
    rupCode,
    workUnit,
    fundingSource: input.fundingSource == null ? null : text(input.fundingSource, 'input.fundingSource', 40),
    note: input.note == null ? null : text(input.note, 'input.note', 500),
  };
}

function text(value: string, argument: string, max: number): string {
  const clean = cleanText(value);
  if (clean === '') throw inputError(argument, 'is empty.');
  if (clean.length > max)
    throw inputError(argument, `has ${clean.length} characters; at most ${max} are taken.`);
  return clean;
}

/** The same for the same wish: what tells a repetition from another purchase under the same key. */
export function hashOf({ actor, ...wanted }: WantedPurchase): string {
  const content = JSON.stringify({ ...wanted, subject: actor.subject, role: actor.role });
  return createHash('sha256').update(content).digest('base64url');
}
