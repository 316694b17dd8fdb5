import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import { codeForStatus } from '../../core/http/http-errors';
import type { HttpSource } from '../../core/http/http-source';
import { parseRetryAfter } from '../../core/http/retry-after';
import type { MarketplaceId } from '../../core/ids';
import type { CxmlAccess } from './access';

export interface CifAccess {
  readonly marketplace: MarketplaceId;
  readonly url: string;
  /** The identity and the secret of cXML are name and password here (HTTP Basic). */
  readonly access: Pick<CxmlAccess, 'identity' | 'sharedSecret'>;
  readonly http: HttpSource;
}

/** What the server knows a file again by, as the headers that ask for it anew. */
export interface Validated {
  readonly validators: Readonly<Record<string, string>>;
}

export interface CifClient {
  /** The file, or what is known of it where that is still what the server has. */
  fetch<Known extends Validated>(
    known: Known | null,
    call: Call,
  ): Promise<{ readonly unchanged: Known } | (Validated & { readonly text: string })>;
}

/** More than others may send at once: a catalogue is one file, and is read in slices. */
const MAX_CIF_BYTES = 16 * 1024 * 1024;
const NOT_MODIFIED = 304;
/** Anything else could not be sent back in a header. */
const PRINTABLE = /^[\u0020-\u007e]{1,300}$/;

export function createCifClient({ marketplace, url, access, http }: CifAccess): CifClient {
  const login = Buffer.from(`${access.identity}:${access.sharedSecret}`).toString('base64');
  const headers = { accept: 'text/plain, text/csv, */*;q=0.5', authorization: `Basic ${login}` };
  return {
    async fetch(known, call) {
      const request = { url, headers: { ...headers, ...known?.validators }, maxBytes: MAX_CIF_BYTES };
      const { status, text, headers: answered } = await http.answer(request, call);
      if (status === NOT_MODIFIED && known !== null) return { unchanged: known };
      if (status < 200 || status > 299) {
        const retryAfterMs = parseRetryAfter(answered['retry-after'], new Date());
        throw new AdapterError(codeForStatus(status), {
          marketplace,
          detail: `CIF catalogue: status ${status}`,
          status,
          ...(retryAfterMs === null ? {} : { retryAfterMs }),
        });
      }
      const validators = Object.entries({
        'if-none-match': answered['etag'] ?? '',
        'if-modified-since': answered['last-modified'] ?? '',
      });
      return {
        text,
        validators: Object.fromEntries(validators.filter(([, value]) => PRINTABLE.test(value))),
      };
    },
  };
}
