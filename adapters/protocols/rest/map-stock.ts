import { isPositive, ZERO } from '../../core/decimal';
import type { Stock } from '../../core/offer';
import { compileField, readField, type MappedRecord } from './fields';
import type { OfferMapping } from './manifest';
import { isNothing, readAmount, readFlag, Unreadable } from './values';

const UNKNOWN: Stock = { state: 'UNKNOWN', precision: 'NONE', quantity: null, updatedAt: null };

/** As precise as the manifest says, and not known where an offer says nothing. */
export function compileStock(stock: OfferMapping['stock']): (mapped: MappedRecord) => Stock {
  switch (stock.type) {
    case 'none':
      return () => UNKNOWN;
    case 'quantity': {
      const field = compileField('mapping.stock.quantity', stock.quantity);
      return (mapped) => {
        const quantity = readField(field, mapped, readAmount);
        if (quantity === null) return UNKNOWN;
        // Below zero is what was sold beyond the stock, and nothing that anyone can have.
        return isPositive(quantity)
          ? { state: 'IN_STOCK', precision: 'QUANTITY', quantity, updatedAt: null }
          : { state: 'OUT_OF_STOCK', precision: 'QUANTITY', quantity: ZERO, updatedAt: null };
      };
    }
    case 'availability': {
      const field = compileField('mapping.stock.available', stock.available, 'flag');
      return (mapped) => {
        const available = readField(field, mapped, availability);
        if (available === null) return UNKNOWN;
        const state = available ? 'IN_STOCK' : 'OUT_OF_STOCK';
        return { state, precision: 'AVAILABILITY', quantity: null, updatedAt: null };
      };
    }
  }
}

function availability(value: unknown): boolean | null {
  if (value !== false && isNothing(value)) return null;
  const available = readFlag(value);
  if (available === null) throw new Unreadable('is neither yes nor no');
  return available;
}
