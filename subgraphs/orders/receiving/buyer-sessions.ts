import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Selectable, SelectQueryBuilder, Transaction } from 'kysely';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { PurchaseOrder } from '../../../adapters/core/order/ordering-port';
import type { Database } from '../../database/connect';
import type { BuyerSessionTable } from '../../database/order-tables';
import type { Tables } from '../../database/tables';

export type BuyerSession = Selectable<BuyerSessionTable>;

/**
 * For whom a marketplace reports. Each hand-off opens a session; its token goes to the marketplace, comes
 * back with a report, and every report's answer carries the next one. A token is made from the session's
 * own key and its turn, so that the answer to a repeated report can be given again and no token is kept.
 */
export interface BuyerSessions {
  /** Opens a session for a buyer and gives its first token. */
  open(marketplace: MarketplaceId, order: PurchaseOrder): Promise<string>;
}

export function createBuyerSessions(db: Database): BuyerSessions {
  return {
    async open(marketplace, { reference, institution, workUnit, rupCode, fundingSource, buyer }) {
      const session = {
        id: randomUUID(),
        marketplace,
        reference,
        institution: institution.code,
        work_unit: workUnit.code,
        rup_code: rupCode,
        funding_source: fundingSource,
        subject: buyer.subject,
        role: buyer.role,
        token_key: randomBytes(32).toString('base64url'),
      };
      await db.insertInto('buyer_session').values(session).execute();
      return tokenOf(session, 0);
    },
  };
}

/** A session's token of one turn. */
export function tokenOf({ id, token_key }: Pick<BuyerSession, 'id' | 'token_key'>, turn: number): string {
  return `${id}.${turn}.${createHmac('sha256', token_key).update(`${id}.${turn}`).digest('base64url')}`;
}

const TOKEN = /^([0-9a-f-]{36})\.(\d{1,9})\.[\w-]{43}$/;

/** A session, and which turn of it a token is. */
export interface FoundSession {
  readonly session: BuyerSession;
  readonly turn: number;
}

/** The session of a token; null for a token that is none of ours. */
export function findSession(db: Database, token: string): Promise<FoundSession | null> {
  return sessionOf(token, db.selectFrom('buyer_session').selectAll());
}

/** The same, locked for this transaction. */
export function lockSession(trx: Transaction<Tables>, token: string): Promise<FoundSession | null> {
  return sessionOf(token, trx.selectFrom('buyer_session').selectAll().forUpdate());
}

async function sessionOf(
  token: string,
  sessions: SelectQueryBuilder<Tables, 'buyer_session', BuyerSession>,
): Promise<FoundSession | null> {
  const match = TOKEN.exec(token);
  if (match === null) return null;
  const session = await sessions.where('id', '=', match[1] ?? '').executeTakeFirst();
  if (session === undefined) return null;
  const turn = Number(match[2]);
  const given = Buffer.from(token);
  const right = Buffer.from(tokenOf(session, turn));
  return given.length === right.length && timingSafeEqual(given, right) ? { session, turn } : null;
}
