import type { FeedCursor, FeedMemory, Marketplace } from '../../../adapters/core/contract';
import { AdapterError } from '../../../adapters/core/errors';
import type { OfferId } from '../../../adapters/core/ids';
import { createMbiz } from '../../../adapters/mbiz/marketplace';
import { startSandbox, type Sandbox } from '../../../adapters/sandbox/start';
import { firstFeed, readFeed } from '../../conformance/rule';
import { callWithin } from '../../support/call';

const PAGE_SIZE = 10;

/** Live reads of Toko Daring offers, which the documented pull has no call for. */
describe('a Toko Daring marketplace', () => {
  let sandbox: Sandbox;
  let marketplace: Marketplace;
  let positions: Map<OfferId, FeedCursor>;
  let ids: OfferId[];

  beforeEach(async () => {
    sandbox = await startSandbox({ scale: 0.003 });
    positions = new Map();
    const memory: FeedMemory = {
      positions: (wanted) => Promise.resolve(new Map([...positions].filter(([id]) => wanted.includes(id)))),
    };
    marketplace = createMbiz(sandbox.access.mbiz, memory, { pageSize: PAGE_SIZE });
    for (const page of await readFeed(marketplace, firstFeed(marketplace))) {
      for (const { id } of page.offers) positions.set(id, page.position);
    }
    ids = [...positions.keys()];
  });
  afterEach(async () => {
    await marketplace.close();
    await sandbox.close();
  });

  const requestsFor = async (run: () => Promise<unknown>): Promise<(string | null)[]> => {
    const before = sandbox.servers.mbiz.requests.length;
    await run();
    return sandbox.servers.mbiz.requests
      .slice(before)
      .map(({ query }) => (query.has('ids') ? 'ids' : `page ${query.get('page')}`));
  };
  const read = (wanted: readonly OfferId[]) => marketplace.offers(wanted, callWithin());
  const outcome = (readings: Awaited<ReturnType<typeof read>>) =>
    readings.map((reading) => (reading instanceof AdapterError ? reading.code : (reading?.id ?? null)));

  it('that honours ids is asked once for all of them', async () => {
    expect(await requestsFor(() => read(ids.slice(0, 30)))).toEqual(['ids']);
  });

  it('that ignores ids is noticed at once, and its pages are pulled again from then on', async () => {
    sandbox.servers.mbiz.knobs.ids = 'ignore';
    const wanted = [ids[25], ids[26]].filter((id) => id !== undefined);
    expect(await requestsFor(async () => expect(outcome(await read(wanted))).toEqual(wanted))).toEqual([
      'ids',
      'page 3',
    ]);
    expect(await requestsFor(async () => expect(outcome(await read(wanted))).toEqual(wanted))).toEqual([
      'page 3',
    ]);
  });

  it('that refuses ids but answers pages is not asked for ids again', async () => {
    sandbox.servers.mbiz.knobs.ids = 'refuse';
    const wanted = ids.slice(0, 2);
    expect(await requestsFor(async () => expect(outcome(await read(wanted))).toEqual(wanted))).toEqual([
      'ids',
      'page 1',
    ]);
    expect(await requestsFor(() => read(wanted))).toEqual(['page 1']);
  });

  it('that refuses once for another reason keeps being asked for ids', async () => {
    sandbox.servers.mbiz.knobs.fault = { kind: 'status', status: 422 };
    await expect(read(ids.slice(0, 2))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    sandbox.servers.mbiz.knobs.fault = null;
    expect(await requestsFor(() => read(ids.slice(0, 2)))).toEqual(['ids']);
  });

  it.each([404, 414])(
    'that answers %d once keeps being asked for ids: that is not about the parameter',
    async (status) => {
      sandbox.servers.mbiz.knobs.fault = { kind: 'status', status };
      sandbox.servers.mbiz.knobs.faultFor = 'ids=';
      expect(outcome(await read(ids.slice(0, 2)))).toEqual(ids.slice(0, 2)); // from its page
      sandbox.servers.mbiz.knobs.fault = null;
      expect(await requestsFor(() => read(ids.slice(0, 2)))).toEqual(['ids']);
    },
  );

  it('that cuts its answer off does not make the rest gone', async () => {
    sandbox.servers.mbiz.knobs.idsPerAnswer = 5;
    const readings = outcome(await read(ids.slice(0, 8)));
    expect(readings).toEqual([...ids.slice(0, 5), 'BAD_RESPONSE', 'BAD_RESPONSE', 'BAD_RESPONSE']);
  });

  it('has at most three pages pulled again per call, those with most offers first; the rest stays unread', async () => {
    sandbox.servers.mbiz.knobs.ids = 'ignore';
    await read(ids.slice(5, 6));
    const spread = [0, 1, 10, 11, 20, 21, 30, 31, 40].flatMap((i) => ids[i] ?? []);
    const requests = await requestsFor(async () => {
      const readings = outcome(await read(spread));
      expect(readings.filter((reading) => reading === 'UNSUPPORTED')).toHaveLength(3);
      expect(readings.at(-1)).toBe('UNSUPPORTED');
    });
    expect(requests).toHaveLength(3);
  });

  it('never calls an offer gone because its old page does not hold it any more', async () => {
    sandbox.servers.mbiz.knobs.ids = 'ignore';
    const moved = ids[5];
    positions.set(moved as OfferId, '2/10' as FeedCursor);
    expect(outcome(await read([moved as OfferId]))).toEqual(['UNSUPPORTED']);
  });

  it('gives the failure when the pages can not be pulled either', async () => {
    sandbox.servers.mbiz.knobs.ids = 'ignore';
    await read(ids.slice(5, 6));
    sandbox.servers.mbiz.knobs.fault = { kind: 'status', status: 503 };
    await expect(read(ids.slice(0, 1))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it.each([401, 403, 404, 429, 500])(
    'that reports failure %d under HTTP 200 is understood to have failed',
    async (code) => {
      sandbox.servers.mbiz.knobs.fault = { kind: 'failure-under-200', code };
      const expected = {
        401: 'UNAUTHENTICATED',
        403: 'FORBIDDEN',
        404: 'INVALID_INPUT',
        429: 'RATE_LIMITED',
        500: 'UNAVAILABLE',
      }[code];
      await expect(
        marketplace.feed({ feed: firstFeed(marketplace), cursor: null }, callWithin()),
      ).rejects.toMatchObject({ code: expected });
    },
  );
});
