import type { FastifyInstance } from 'fastify';
import type { Transaction } from 'kysely';
import { orderId, type MarketplaceId, type OrderReference } from '../../../adapters/core/ids';
import {
  MAX_CXML_BYTES,
  MAX_CXML_FORM_BYTES,
  type CxmlAccess,
} from '../../../adapters/protocols/cxml/access';
import { readBasket } from '../../../adapters/protocols/cxml/basket';
import { areCredentialsOf } from '../../../adapters/protocols/cxml/credentials';
import { CXML_CONTENT_TYPE } from '../../../adapters/protocols/cxml/document';
import { readOrderNews, type OrderNews as CxmlNews } from '../../../adapters/protocols/cxml/order-news';
import { CxmlRefused } from '../../../adapters/protocols/cxml/refused';
import {
  ANSWERS,
  answerToRefused,
  writeResponse,
  type CxmlStatus,
} from '../../../adapters/protocols/cxml/response';
import type { Database } from '../../database/connect';
import type { Tables } from '../../database/tables';
import { log } from '../../telemetry/log';
import { messagesReceived } from '../../telemetry/order-metrics';
import { recordStatus } from '../ledger/record-status';
import type { OrderChange, OrderNews } from '../order-news';
import { takeBasket } from '../purchasing/basket';
import { basketPage } from './basket-page';
import { addTextRoute } from './text-route';

export const CXML_PATH = '/cxml';
export const BASKET_PATH = '/cxml/punchout';

export interface CxmlSupplier {
  readonly marketplace: MarketplaceId;
  readonly access: CxmlAccess;
}

export interface CxmlReceiving {
  readonly db: Database;
  readonly news: OrderNews;
  /** Who may send now: partners come and go. */
  readonly suppliers: () => readonly CxmlSupplier[];
}

/** What a browser is shown. */
interface Page {
  readonly code: number;
  readonly message: string;
}

const UNREADABLE_BASKET: Page = { code: 400, message: 'Keranjang ini tidak dapat dibaca.' };

interface Answer extends CxmlStatus {
  /** For the sender's log. */
  readonly detail?: string;
}

/** Pasar's receiving end for cXML: confirmations and ship notices, and baskets that browsers bring back. */
export function addCxmlRoutes(app: FastifyInstance, receiving: CxmlReceiving): void {
  addTextRoute<Answer>(app, {
    path: CXML_PATH,
    types: ['text/xml', 'application/xml'],
    maxBytes: MAX_CXML_BYTES,
    take: (text, requestId) => answerTo(text, receiving, requestId),
    unread: (detail) => ({ ...ANSWERS.NOT_ACCEPTABLE, detail }),
    // The standard's way: HTTP says that it was received, the document what became of it.
    answer({ detail, ...status }, reply) {
      messagesReceived.inc({ channel: 'CXML', outcome: String(status.code) });
      const text = writeResponse(status, new Date(), detail === undefined ? {} : { detail });
      return reply.code(200).type(CXML_CONTENT_TYPE).send(text);
    },
  });
  addTextRoute<Page>(app, {
    path: BASKET_PATH,
    types: ['application/x-www-form-urlencoded'],
    maxBytes: MAX_CXML_FORM_BYTES,
    take: (text) => takeForm(text, receiving),
    unread: () => UNREADABLE_BASKET,
    answer({ code, message }, reply) {
      messagesReceived.inc({ channel: 'PUNCHOUT', outcome: String(code) });
      return reply.code(code).type('text/html; charset=utf-8').send(basketPage(message));
    },
  });
}

async function answerTo(text: string, receiving: CxmlReceiving, requestId: string): Promise<Answer> {
  try {
    const news = readOrderNews(text);
    const [first] = news;
    const supplier =
      first && receiving.suppliers().find(({ access }) => areCredentialsOf(first.credentials, access));
    if (first === undefined) return { ...ANSWERS.BAD_REQUEST, detail: 'names no order' };
    if (supplier === undefined) return ANSWERS.UNAUTHORIZED;
    const { answer, changes } = await receiving.db
      .transaction()
      .execute((trx) => receive(trx, supplier.marketplace, first.payloadId, news));
    receiving.news.publish(changes);
    return answer;
  } catch (error) {
    if (error instanceof CxmlRefused) return { ...answerToRefused(error), detail: error.message };
    log.error({ error, requestId }, 'a cXML message could not be recorded');
    return ANSWERS.TRY_AGAIN;
  }
}

/** One document, once: by its payloadID the ledger knows news again, and the answer is the same. */
async function receive(
  trx: Transaction<Tables>,
  marketplace: MarketplaceId,
  payloadId: string,
  news: readonly CxmlNews[],
): Promise<{ answer: Answer; changes: readonly OrderChange[] }> {
  const unknown = await firstUnknown(trx, marketplace, news);
  // Nothing of it is kept: the order may be there when it is sent again.
  if (unknown !== null)
    return { answer: { ...ANSWERS.NOT_FOUND, detail: 'an order of it is not known' }, changes: [] };
  const changes: OrderChange[] = [];
  for (const each of news) {
    const id = orderId(marketplace, each.orderId);
    if (id === null) continue; // not one of ours, which was found out above
    const now = new Date();
    const outcome = await recordStatus(
      trx,
      {
        orderId: id,
        channel: 'CXML',
        messageId: payloadId,
        status: each.status,
        at: each.at ?? now,
        details: each.shipment
          ? { carrier: each.shipment.carrier, trackingNumber: each.shipment.tracking }
          : {},
      },
      now,
    );
    if (outcome.kind === 'APPLIED') changes.push(outcome.change);
  }
  return { answer: ANSWERS.OK, changes };
}

/** An order of ours may be confirmed before its placing is recorded: its part is there all the same. */
async function firstUnknown(
  trx: Transaction<Tables>,
  marketplace: MarketplaceId,
  news: readonly CxmlNews[],
): Promise<string | null> {
  const references = news.map((each) => each.orderId as OrderReference);
  const parts = await trx
    .selectFrom('purchase_part')
    .select('reference')
    .where('reference', 'in', references)
    .where('marketplace', '=', marketplace)
    // Held in one order, so that two notices of the same shipments don't wait for each other.
    .orderBy('reference')
    .forUpdate()
    .execute();
  const known = new Set(parts.map(({ reference }) => reference));
  return references.find((reference) => !known.has(reference)) ?? null;
}

async function takeForm(body: string, { db }: CxmlReceiving): Promise<Page> {
  try {
    const { cookie, items } = readBasket(new URLSearchParams(body));
    if (items.some(({ currency }) => currency !== 'IDR'))
      return { code: 422, message: 'Keranjang ini tidak dalam rupiah dan tidak dapat dipesan.' };
    const outcome = await takeBasket(db, cookie, items);
    if (outcome === 'UNKNOWN_COOKIE')
      return { code: 404, message: 'Sesi belanja ini tidak dikenal atau sudah selesai.' };
    return outcome === 'EMPTY'
      ? { code: 200, message: 'Anda kembali tanpa keranjang. Tidak ada yang dipesan.' }
      : { code: 200, message: 'Keranjang diterima. Kembalilah ke portal pengadaan untuk memesannya.' };
  } catch (error) {
    if (error instanceof CxmlRefused) return UNREADABLE_BASKET;
    log.error({ error }, 'a basket could not be kept');
    return { code: 500, message: 'Keranjang tidak tersimpan. Silakan kirim lagi.' };
  }
}
