import type { AxiosResponse } from 'axios';
import { parse } from 'secure-json-parse';
import { AdapterError } from '../errors';
import type { MarketplaceId } from '../ids';
import { checkJsonLimits } from './json-limits';
import { longNumbersAsTexts } from './whole-numbers';

/**
 * JSON of a stranger, without the keys by which an object can be given another prototype (`__proto__`,
 * `constructor.prototype`), and with whole numbers beyond 2^53 as texts. Throws a SyntaxError, also for what
 * is nested too deep.
 */
export function parseForeignJson(text: string): unknown {
  checkJsonLimits(text);
  return parse(longNumbersAsTexts(text), undefined, { protoAction: 'remove', constructorAction: 'remove' });
}

/** The value of a body, or undefined where it is empty or no JSON. */
export function jsonOrNothing(text: string): unknown {
  try {
    return parseForeignJson(text);
  } catch {
    return undefined; // a page, say: its status may be all that it has to tell
  }
}

/** The value of a body that has to be JSON. */
export function parseJsonBody(
  response: AxiosResponse<string>,
  parseText: (text: string) => unknown,
  { marketplace, where }: { readonly marketplace: MarketplaceId; readonly where: string },
): unknown {
  const text = response.data;
  const kind = String(response.headers['content-type'] ?? '');
  const problem = text.trim() === '' ? 'an empty body' : kind.includes('text/html') ? 'HTML' : null;
  if (problem) throw badResponse(`${where}: ${problem} in place of JSON`);
  try {
    return parseText(text);
  } catch {
    throw badResponse(
      `${where}: JSON that breaks off, is malformed or nests too deep, ${text.length} characters`,
    );
  }

  function badResponse(detail: string): AdapterError {
    return new AdapterError('BAD_RESPONSE', { marketplace, detail });
  }
}
