import type { FastifyInstance } from 'fastify';
import { readDone, readReport } from '../../../adapters/protocols/toko-daring/transaction-report';
import type { Database } from '../../database/connect';
import { recordStatus } from '../ledger/record-status';
import type { OrderNews } from '../order-news';
import { buyerOf } from './buyer-check';
import type { ReportCredentials } from './marketplace-credentials';
import { receiveReport } from './receive-report';
import { accepted, addSignedInRoutes, refused, type Handle } from './toko-daring-envelope';

export const SAVE_PATH = '/toko-daring/report/transaksi/v3/save';
export const DONE_PATH = '/toko-daring/report/transaksi/v3/update/transaction-done';
export const CHECK_PATH = '/toko-daring/uma/sso/auth';

export interface ReceivingOptions {
  readonly db: Database;
  readonly news: OrderNews;
  /** Who may report now: partners come and go. */
  readonly credentials: () => readonly ReportCredentials[];
}

/** Pasar's receiving end for Toko Daring marketplaces: transactions, that they are done, and who a buyer is. */
export function addTokoDaringRoutes(app: FastifyInstance, { db, news, credentials }: ReceivingOptions): void {
  const save: Handle = async (marketplace, { body }) => {
    const report = readReport(body);
    if ('problem' in report) return refused(report.problem);
    const outcome = await receiveReport(db, news, marketplace, report);
    switch (outcome.kind) {
      case 'RECORDED':
        return accepted({ new_token: outcome.nextToken, order_id: report.number });
      case 'WRONG_NUMBER':
        return refused('order_id: is too long');
      case 'OF_ANOTHER':
        return refused('order_id: is an order of another institution', 409);
      case 'WRONG_TOKEN':
        return refused('token: is unknown or was used. Use the new_token of the last report.', 401);
    }
  };

  const complete: Handle = async (marketplace, { body }) => {
    const done = readDone(body, marketplace);
    if ('problem' in done) return refused(done.problem);
    const now = new Date();
    const outcome = await db.transaction().execute((trx) =>
      recordStatus(
        trx,
        {
          orderId: done.orderId,
          channel: 'TOKO_DARING',
          messageId: `done:${done.status.status}`,
          status: done.status,
          at: now,
          details: done.details,
        },
        now,
      ),
    );
    if (outcome.kind === 'APPLIED') news.publish([outcome.change]);
    return accepted(null);
  };

  const check: Handle = async (marketplace, { headers }) => {
    const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    const buyer = token === undefined ? null : await buyerOf(db, marketplace, token);
    return buyer === null ? refused('Authorization: is no token of a buyer.', 401) : accepted(buyer);
  };

  addSignedInRoutes(app, credentials, { [SAVE_PATH]: save, [DONE_PATH]: complete, [CHECK_PATH]: check });
}
