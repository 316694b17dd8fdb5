import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MarketplaceId } from '../../../adapters/core/ids';
import { readDone, readReport } from '../../../adapters/protocols/toko-daring/transaction-report';
import type { Database } from '../../database/connect';
import { log } from '../../telemetry/log';
import { messagesReceived } from '../../telemetry/order-metrics';
import { recordStatus } from '../ledger/record-status';
import type { OrderNews } from '../order-news';
import { marketplaceOf, type ReportCredentials } from './marketplace-credentials';
import { receiveReport } from './receive-report';

export const SAVE_PATH = '/toko-daring/report/transaksi/v3/save';
export const DONE_PATH = '/toko-daring/report/transaksi/v3/update/transaction-done';

export interface ReceivingOptions {
  readonly db: Database;
  readonly news: OrderNews;
  readonly credentials: readonly ReportCredentials[];
}

/** An envelope as the contract has it. Its `code` is the HTTP status too: some senders read the one, some the other. */
interface Reply {
  readonly code: 200 | 400 | 401 | 500;
  readonly message: string | null;
  readonly data: object | null;
}

/** Pasar's receiving end for Toko Daring marketplaces: transactions, and that they are done. */
export function addTokoDaringRoutes(app: FastifyInstance, { db, news, credentials }: ReceivingOptions): void {
  const answer =
    (handle: (marketplace: MarketplaceId, body: unknown) => Promise<Reply>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<object> => {
      const { code, message, data } = await answerTo(request, credentials, handle);
      messagesReceived.inc({ channel: 'TOKO_DARING', outcome: String(code) });
      void reply.code(code);
      return { code, status: code === 200, message, data };
    };

  app.post(
    SAVE_PATH,
    answer(async (marketplace, body) => {
      const report = readReport(body);
      if ('problem' in report) return refused(report.problem);
      const outcome = await receiveReport(db, news, marketplace, report);
      if (outcome.kind === 'RECORDED')
        return { code: 200, message: null, data: { new_token: outcome.nextToken, order_id: report.number } };
      if (outcome.kind === 'WRONG_NUMBER') return refused('order_id: is too long');
      return {
        code: 401,
        message: 'token: is unknown or was used. Use the new_token of the last report.',
        data: null,
      };
    }),
  );

  app.post(
    DONE_PATH,
    answer(async (marketplace, body) => {
      const done = readDone(body, marketplace);
      if ('problem' in done) return refused(done.problem);
      const outcome = await db.transaction().execute((trx) =>
        recordStatus(
          trx,
          {
            orderId: done.orderId,
            channel: 'TOKO_DARING',
            messageId: `done:${done.status.status}`,
            status: done.status,
            at: new Date(),
            details: done.details,
          },
          new Date(),
        ),
      );
      if (outcome.kind === 'APPLIED') news.publish([outcome.change]);
      return { code: 200, message: null, data: null };
    }),
  );
}

async function answerTo(
  request: FastifyRequest,
  credentials: readonly ReportCredentials[],
  handle: (marketplace: MarketplaceId, body: unknown) => Promise<Reply>,
): Promise<Reply> {
  const { headers } = request;
  const marketplace = marketplaceOf(credentials, headers['x-client-id'], headers['x-client-secret']);
  if (marketplace === null)
    return {
      code: 401,
      message: 'X-Client-Id and X-Client-Secret are not those of a marketplace.',
      data: null,
    };
  try {
    return await handle(marketplace, request.body);
  } catch (error) {
    log.error({ error, requestId: request.id, marketplace }, 'a report could not be recorded');
    return { code: 500, message: 'The report was not recorded. Send it again.', data: null };
  }
}

function refused(problem: string): Reply {
  return { code: 400, message: problem, data: null };
}
