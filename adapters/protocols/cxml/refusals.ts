import { AdapterError } from '../../core/errors';
import { codeForStatus } from '../../core/http/http-errors';
import type { MarketplaceId } from '../../core/ids';
import type { RefusalReason, Refused } from '../../core/order/ordering-port';
import type { CxmlStatus } from './response';

/** What was asked for: the same code says something else of each. */
export type Asked = 'ORDER' | 'CANCELLATION' | 'SETUP' | 'STATUS';

type Reasons = Readonly<Record<number, RefusalReason>>;

/** The request arrived and the answer is no. The standard's list of codes is short; these are its uses here. */
const NOT_ACCEPTED: Reasons = {
  400: 'NOT_ACCEPTED',
  402: 'NOT_ACCEPTED',
  406: 'NOT_ACCEPTED',
  409: 'NOT_ACCEPTED',
  412: 'NOT_ACCEPTED',
  417: 'NOT_ACCEPTED',
};

const REASONS: Readonly<Record<Asked, Reasons>> = {
  ORDER: { ...NOT_ACCEPTED, 404: 'UNKNOWN_OFFER', 409: 'OUT_OF_STOCK', 410: 'UNKNOWN_OFFER' },
  SETUP: { ...NOT_ACCEPTED, 404: 'UNKNOWN_OFFER', 409: 'OUT_OF_STOCK', 410: 'UNKNOWN_OFFER' },
  CANCELLATION: { ...NOT_ACCEPTED, 404: 'UNKNOWN_ORDER', 409: 'TOO_LATE', 412: 'TOO_LATE' },
  STATUS: { 404: 'UNKNOWN_ORDER' },
};

export function isAccepted({ code }: CxmlStatus): boolean {
  return code >= 200 && code <= 299;
}

/** What an answer other than 2xx means: a refusal as a value, or an error to throw. */
export function refusalOf(
  status: CxmlStatus,
  asked: Asked,
  marketplace: MarketplaceId,
): Refused | AdapterError {
  const { code } = status;
  const reason = REASONS[asked][code];
  const detail = `cXML ${asked.toLowerCase()}: status ${code}`;
  if (reason !== undefined) {
    return { outcome: 'REFUSED', reason, detail: `${detail} ${JSON.stringify(status.text.slice(0, 200))}` };
  }
  return new AdapterError(errorCode(code), { marketplace, detail, status: code });
}

/** The standard's own codes beside HTTP's: 450 not implemented, 475 to 477 a signature that is missing or wrong. */
function errorCode(code: number): AdapterError['code'] {
  if (code === 450) return 'UNSUPPORTED';
  return code >= 475 && code <= 477 ? 'UNAUTHENTICATED' : codeForStatus(code);
}
