import { randomUUID } from 'node:crypto';
import type { OrderReference } from '../../core/ids';

/** Messages that are sent again until they are answered. */
type Repeatable = 'new' | 'delete';

const PAYLOAD = /^(.+)\.(?:new|delete)@pasar$/;

/**
 * The payloadID of an order or its cancelling: the same at every attempt, for that is how the other side
 * tells a repetition from a second order.
 */
export function orderPayloadId(reference: OrderReference, type: Repeatable): string {
  return `${reference}.${type}@pasar`;
}

/** The order that a payloadID of ours is about, as text, or null when it isn't one of ours. */
export function orderOfPayloadId(payloadId: string): string | null {
  return PAYLOAD.exec(payloadId)?.[1] ?? null;
}

/** For messages whose every sending is a question of its own. */
export function freshPayloadId(): string {
  return `${randomUUID()}@pasar`;
}
