import { parseOrderId, type OrderId } from '../../adapters/core/ids';
import { inputError } from '../input-error';

/** An order's id as a client wrote it in this argument. */
export function parseOrderIdAt(argument: string, text: string): OrderId {
  const parsed = parseOrderId(text);
  if (parsed !== null) return parsed.id;
  throw inputError(
    argument,
    `"${text.slice(0, 60)}" is not an order's id, for example ekatalog-lokal:8258770.`,
  );
}
