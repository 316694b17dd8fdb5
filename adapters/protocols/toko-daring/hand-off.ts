import { z } from 'zod';
import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import { codeForStatus } from '../../core/http/http-errors';
import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import type { HandOff, HandOffOrdering, HandOffPage, Refused } from '../../core/order/ordering-port';
import { looseText } from '../../core/wire-fields';
import { wireCategory } from './categories';
import { lpseOf } from './lpse';
import { isFailure } from './wire';

/** Where and how a Toko Daring marketplace lets buyers in. */
export interface HandOffAccess {
  /** Takes the buyer's token and gives one of its own. */
  readonly authUrl: string;
  /** The page that takes that token as `nonce`. */
  readonly shopUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Two envelopes are in use: the contract's, and `{success, error, data}`. */
const replyWire = z.object({
  code: z.coerce.number().nullish().catch(null),
  status: z.unknown().optional(),
  success: z.unknown().optional(),
  message: looseText.catch(null),
  data: z
    .object({ token: z.string().min(1).max(4_000) })
    .nullish()
    .catch(null),
});

/** Small sellers are shown under one channel (kanal), others under the other. */
const KANAL = { small: 'bela_pengadaan', other: 'kurasi_lainnya' } as const;
/** What one code base sends where a category belongs; the marketplaces seen take any of theirs. */
const VERTICAL = 'atk';
/** What a marketplace answers to a buyer it does not take, under HTTP 200 or as HTTP's own status. */
const NOES: readonly number[] = [400, 402, 404];

/** Single sign-on: the buyer's token goes ahead, the buyer follows with the marketplace's own, which is good once. */
export function createHandOff(
  marketplace: MarketplaceId,
  access: HandOffAccess,
  http: HttpSource,
): HandOffOrdering {
  return {
    mode: 'HANDOFF',
    entry: 'ONE_TIME_TOKEN',
    async handOff(
      { order, token }: HandOff,
      call: Call,
    ): Promise<{ pages: readonly HandOffPage[] } | Refused> {
      const { body, status: httpStatus } = await http.json(
        {
          url: access.authUrl,
          method: 'POST',
          headers: {
            'X-Client-Id': access.clientId,
            'X-Client-Secret': access.clientSecret,
            'X-Vertical-Type': VERTICAL,
          },
          body: { token, payload: payloadOf(order) },
          accept: NOES, // the envelope says the same
        },
        call,
      );
      const reply = replyWire.safeParse(body);
      if (!reply.success)
        throw new AdapterError('BAD_RESPONSE', { marketplace, detail: 'sign-on: no Toko Daring envelope' });
      const { status, success, data, message } = reply.data;
      const saysNo = isFailure(reply.data.code, status) || success === false;
      if (saysNo || !data || httpStatus >= 400) {
        const code = codeOf(reply.data.code, httpStatus, saysNo);
        const error = code === null ? 'BAD_RESPONSE' : codeForStatus(code);
        // The buyer, not Pasar, is what it doesn't like: a work unit it does not serve, a role it does not know.
        if (saysNo && error === 'INVALID_INPUT')
          return { outcome: 'REFUSED', reason: 'NOT_ACCEPTED', detail: `sign-on: code ${code ?? ''}` };
        throw new AdapterError(error, {
          marketplace,
          detail: `sign-on: failure, code ${code ?? 'none'}`,
          cause: withoutSecrets(message, [token, access.clientSecret])?.slice(0, 200),
        });
      }
      return { pages: [{ url: pageFor(order, data.token, access), offerId: null }] };
    },
  };
}

/** A failure's code where its envelope has one, else HTTP's. An envelope that only says no is a plain no. */
function codeOf(code: number | null | undefined, httpStatus: number, saysNo: boolean): number | null {
  if (code != null && code >= 400) return code;
  if (httpStatus >= 400) return httpStatus;
  return saysNo && !code ? 400 : (code ?? null);
}

/** Servers quote what they were sent. */
function withoutSecrets(text: string | null, secrets: readonly string[]): string | undefined {
  return secrets.reduce<string | undefined>(
    (rest, secret) => (secret === '' ? rest : rest?.replaceAll(secret, '***')),
    text ?? undefined,
  );
}

function payloadOf({ buyer, institution, workUnit, orderedAt }: HandOff['order']): object {
  return {
    userName: buyer.subject,
    realName: buyer.person.name ?? buyer.subject,
    email: buyer.person.email ?? '',
    phone: buyer.person.phone ?? '',
    role: buyer.role,
    lpseId: lpseOf(institution.code),
    idInstansi: institution.code,
    namaInstansi: institution.name,
    idSatker: workUnit.code ?? '',
    namaSatker: workUnit.name ?? '',
    isLatihan: false,
    time: Math.floor(orderedAt.getTime() / 1000),
  };
}

/** `produk` is no part of the contract: a marketplace that knows it shows the goods at once, others ignore it. */
function pageFor({ lines }: HandOff['order'], nonce: string, access: HandOffAccess): string {
  const url = new URL(access.shopUrl);
  const isSmall = lines.every(({ offer }) => offer.seller.smallBusiness === true);
  const [category] = Object.keys(wireCategory(lines[0]?.offer.category ?? 'other'));
  url.searchParams.set('nonce', nonce);
  url.searchParams.set('category1', category ?? '');
  url.searchParams.set('kanal', isSmall ? KANAL.small : KANAL.other);
  const goods = lines.map(
    ({ offer, quantity }) => `${offer.id.slice(offer.marketplace.length + 1)}:${quantity}`,
  );
  url.searchParams.set('produk', goods.join(','));
  return url.href;
}
