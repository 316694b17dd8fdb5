import { setTimeout as wait } from 'node:timers/promises';
import type { Call } from '../../core/contract';
import { toAdapterError } from '../../core/errors';
import { followAbort } from '../../core/following-abort';
import type { MarketplaceId } from '../../core/ids';
import type { Exchange } from './exchange';
import type { CallVariables, CheckedRequest } from './order-captures';

/** Whom the calls of an order go to. */
export interface Shop {
  readonly marketplace: MarketplaceId;
  readonly exchange: Exchange;
}

/** What takes a step back. It has to do no harm where there is nothing to take back. */
export interface Undo {
  readonly step: string;
  readonly call: CheckedRequest;
  readonly variables: CallVariables;
}

const TRIES = 3;
const FIRST_PAUSE_MS = 100;

/** What is left of the call, and `atLeast` where that is less or the caller has left. */
export function timeToTakeBack({ signal, deadline }: Call, atLeast: number): number {
  return signal.aborted ? atLeast : Math.max(atLeast, deadline - Date.now());
}

/**
 * Takes steps back, in the order given, each in its share of the time: one that hangs doesn't keep the others
 * from being tried. It goes on when the caller has left, for what was begun stands in the shop all the
 * same. Never throws; gives what became of it in words for the log, empty where there was nothing to do.
 */
export async function takeBack(
  undos: readonly Undo[],
  shop: Shop,
  call: Call,
  withinMs: number,
): Promise<string> {
  const end = Date.now() + withinMs;
  const done: string[] = [];
  const left: string[] = [];
  for (const [index, undo] of undos.entries()) {
    const share = (end - Date.now()) / (undos.length - index);
    const problem = await takeOneBack(undo, shop, call, share);
    if (problem === null) done.push(undo.step);
    else left.push(`${undo.step} (${problem})`);
  }
  return [
    done.length > 0 ? `; undone: ${done.join(', ')}` : '',
    left.length > 0 ? `; left behind: ${left.join(', ')}` : '',
  ].join('');
}

/** Null when there is nothing left of the step, else why there may be. */
async function takeOneBack(
  { call: { request, lacks }, variables }: Undo,
  { exchange, marketplace }: Shop,
  { requestId, actor }: Call,
  withinMs: number,
): Promise<string | null> {
  const lacking = lacks(variables);
  if (lacking.length > 0) return `no answer gave ${lacking.join(', ')}`;
  const end = followAbort(new AbortController().signal, Math.max(0, withinMs));
  const call: Call = {
    requestId,
    ...(actor === undefined ? {} : { actor }),
    signal: end.signal,
    deadline: Date.now() + withinMs,
  };
  try {
    for (let tried = 1; ; tried += 1) {
      const problem = await send();
      if (problem === null || tried === TRIES || end.signal.aborted) return problem;
      // An abort ends the pause; the try after it then says that the time is over.
      await wait(FIRST_PAUSE_MS * 2 ** (tried - 1), undefined, { signal: end.signal }).catch(() => undefined);
    }
  } finally {
    end.release();
  }

  async function send(): Promise<string | null> {
    try {
      const answer = await exchange.send({ request, variables }, call);
      return answer.means === 'refused' ? answer.detail : null;
    } catch (thrown) {
      const { code, detail } = toAdapterError(thrown, marketplace);
      return `${code}: ${detail}`;
    }
  }
}
