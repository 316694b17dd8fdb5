import type { Call, Marketplace } from '../core/contract';
import { toAdapterError, type AdapterError } from '../core/errors';
import type { Offer } from '../core/offer';

/** What came of asking with credentials that nobody accepts. */
export interface StrangerReading {
  readonly asking: 'the feed' | 'a read by id';
  readonly error: AdapterError | null;
  /** What was answered where nothing was refused. */
  readonly answer: string;
}

/** Each way of reading once: whoever counts failed attempts is not made to lock anyone out. */
export async function askAsStranger(
  stranger: Marketplace,
  offers: readonly Offer[],
  call: () => Call,
): Promise<readonly StrangerReading[]> {
  const ask = async (
    asking: StrangerReading['asking'],
    answering: () => Promise<string>,
  ): Promise<StrangerReading> => {
    try {
      return { asking, answer: await answering(), error: null };
    } catch (thrown) {
      return { asking, answer: '', error: toAdapterError(thrown, stranger.id) };
    }
  };
  const readings: StrangerReading[] = [];
  const [feed] = stranger.feeds;
  if (feed !== undefined) {
    const first = async (): Promise<string> => {
      const { records } = await stranger.feed({ feed, cursor: null }, call());
      return `${records} records`;
    };
    readings.push(await ask('the feed', first));
  }
  const [known] = offers;
  if (known !== undefined) {
    const byId = async (): Promise<string> => {
      const [found] = await stranger.offers([known.id], call());
      if (found instanceof Error) throw found;
      return found ? 'the offer' : 'nothing, as if there were no such offer';
    };
    readings.push(await ask('a read by id', byId));
  }
  return readings;
}
