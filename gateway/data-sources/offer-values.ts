import { categoryByCode } from '../../adapters/core/categories';
import { isPositive, parseDecimal, type Decimal } from '../../adapters/core/decimal';
import { foreignText } from '../../adapters/core/foreign-text';
import { parseOfferId, sellerId } from '../../adapters/core/ids';
import { parseInstant } from '../../adapters/core/jakarta-time';
import { LONGEST } from '../../adapters/core/offer-limits';
import { regionByCode } from '../../adapters/core/regions';
import { webAddress } from '../../adapters/core/web-address';
import type { SelectionTree } from './selection-tree';

type Held = Readonly<Record<string, unknown>>;

/** A field's value as clients may have it; undefined for one that is unsound. */
type Read = (value: unknown) => unknown;
interface Reads {
  readonly [field: string]: Read | Reads;
}

const text =
  (longest: number): Read =>
  (value) =>
    typeof value === 'string' ? foreignText(value, longest) : undefined;
const only =
  (isSound: (value: string) => boolean): Read =>
  (value) =>
    typeof value === 'string' && isSound(value) ? value : undefined;

const decimalText = (isSound: (amount: Decimal) => boolean): Read =>
  // Money as a JSON number would be a float by the time it is read.
  only((value) => {
    const parsed = parseDecimal(value);
    return parsed !== null && isSound(parsed);
  });
const instant = only((value) => /T.*(?:Z|[+-]\d{2}:\d{2})$/.test(value) && parseInstant(value) !== null);
const yesOrNo: Read = (value) => (typeof value === 'boolean' ? value : undefined);
const address: Read = (value) => webAddress(value) ?? undefined;

/** What every offer has, with the limits that its feed is held to. Enums are the gateway's to check. */
function readsOf(id: string): Reads {
  const parts = parseOfferId(id);
  const soldBy = parts === null ? null : sellerId(parts.marketplace, parts.sellerCode);
  return {
    title: text(LONGEST.title),
    description: text(LONGEST.description),
    sku: text(LONGEST.code),
    unit: text(LONGEST.unit),
    domesticProduct: yesOrNo,
    tkdn: decimalText((value) => !value.startsWith('-') && Number(value) <= 100),
    url: address,
    imageUrl: address,
    updatedAt: instant,
    price: {
      amount: decimalText(isPositive),
      currency: only((value) => value === 'IDR'),
      updatedAt: instant,
      observedAt: instant,
    },
    stock: {
      quantity: decimalText((value) => !value.startsWith('-')),
      updatedAt: instant,
      observedAt: instant,
    },
    seller: {
      // Another's would show its name and standing under whatever this one writes there.
      id: only((value) => value === soldBy),
      name: text(LONGEST.name),
      location: text(LONGEST.name),
      smallBusiness: yesOrNo,
      region: { code: only((value) => regionByCode(value) !== null) },
    },
    category: { code: only((value) => categoryByCode(value) !== null) },
  };
}

/**
 * What a partner's subgraph says of an offer now, held to what its feed is held to: buyers see the one as the
 * other. A value that is unsound is null, and `tell` is told where it was.
 */
export function soundOffer(
  offer: Held,
  { id, selection, tell }: { id: string; selection: SelectionTree; tell: (path: readonly string[]) => void },
): Record<string, unknown> {
  return held(offer, readsOf(id), { selection, path: [], tell });
}

interface Place {
  readonly selection: SelectionTree;
  readonly path: readonly string[];
  readonly tell: (path: readonly string[]) => void;
}

function held(value: Held, reads: Reads, { selection, path, tell }: Place): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, said]) => {
      const asked = selection.get(key);
      const read = asked === undefined || !Object.hasOwn(reads, asked.name) ? undefined : reads[asked.name];
      if (read === undefined || said === null || said === undefined) return [key, said];
      const at = [...path, key];
      const sound = typeof read === 'function' ? read(said) : heldBelow(said, read, at);
      if (sound === undefined) tell(at);
      return [key, sound ?? null];
    }),
  );

  function heldBelow(said: unknown, below: Reads, at: readonly string[]): unknown {
    const inner = selection.get(at.at(-1) ?? '')?.selection;
    if (inner == null || typeof said !== 'object' || said === null || Array.isArray(said)) return undefined;
    return held(said as Held, below, { selection: inner, path: at, tell });
  }
}
