import { sql } from 'kysely';
import { parseInstitutionCode } from '../../../adapters/core/ids';
import { actorOf } from '../../support/actors';
import { describeOnDatabases } from '../../support/databases';
import { startGraph, type Asking, type Graph } from '../../support/graph';
import {
  buy,
  first,
  goodsOf,
  lineOf,
  PATIENCE,
  purchaseInput,
  resultOf,
  type Good,
} from '../../support/purchases';

interface Cancelled {
  readonly cancelOrder: {
    readonly order: { readonly id: string; readonly state: string };
    readonly refusal: { readonly reason: string } | null;
  } | null;
}

describeOnDatabases('taking an order back', (database) => {
  let graph: Graph;
  let good: Good;
  let keys = 0;

  beforeAll(async () => {
    graph = await startGraph(database().db);
    good = first(await goodsOf(graph, 'mbiz'));
  });
  beforeEach(() => graph.renew());
  afterAll(() => graph.close());

  const place = async () => {
    const { id, parts } = await buy(graph, purchaseInput([lineOf(good)]), `key-${(keys += 1)}`);
    const { reference, orders } = first(parts);
    return { purchaseId: id, reference, id: first(orders).id };
  };
  const cancel = (id: string, request: Asking = {}) =>
    graph.run<Cancelled>(
      'mutation ($id: ID!) { cancelOrder(id: $id) { order { id state } refusal { reason message } } }',
      { actor: actorOf(), variables: { id }, deadlineMs: PATIENCE, ...request },
    );
  const stateAtMbiz = (reference: string) => graph.sandbox.orders.mbiz.find(reference)?.state;

  it('takes it back, here and there; twice is once', async () => {
    const { id, reference, purchaseId } = await place();
    for (const time of ['first', 'second']) {
      const { data } = await cancel(id);
      expect({ time, ...data.cancelOrder }).toEqual({
        time,
        order: { id, state: 'CANCELLED' },
        refusal: null,
      });
    }
    expect(stateAtMbiz(reference)).toBe('CANCELLED');
    expect(first((await resultOf(graph, purchaseId)).parts)).toMatchObject({
      state: 'CANCELLED',
      orders: [{ state: 'CANCELLED' }],
    });
  });

  it('ten times at once is once', async () => {
    const { id } = await place();
    const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(id)));
    for (const { data } of answers)
      expect(data.cancelOrder).toEqual({ order: { id, state: 'CANCELLED' }, refusal: null });
    const { rows } =
      await sql`select 1 from order_event where order_id = ${id} and state = 'CANCELLED'`.execute(
        database().db,
      );
    expect(rows).toHaveLength(1);
  });

  it('comes too late for what is shipped, which stays as it is', async () => {
    const { id, reference } = await place();
    graph.sandbox.orders.mbiz.move(reference, 'SHIPPED');
    const { data } = await cancel(id);
    expect(data.cancelOrder).toMatchObject({
      order: { id, state: 'AWAITING_APPROVAL' },
      refusal: { reason: 'TOO_LATE' },
    });
    expect(stateAtMbiz(reference)).toBe('SHIPPED');
  });

  it('asks no one about what is known to have arrived', async () => {
    const { id } = await place();
    await database()
      .db.updateTable('orders')
      .set({ state: 'RECEIVED' })
      .where('id', '=', id as never)
      .execute();
    const before = graph.sandbox.servers.mbiz.received();
    expect((await cancel(id)).data.cancelOrder?.refusal).toMatchObject({ reason: 'TOO_LATE' });
    expect(graph.sandbox.servers.mbiz.received()).toBe(before);
  });

  it("says that the marketplace doesn't know it where that is so", async () => {
    const { id, reference } = await place();
    const other = 'PSR-00000000000000ZZ';
    const { db } = database();
    await db
      .updateTable('purchase_part')
      .set({ reference: other as never })
      .where('reference', '=', reference as never)
      .execute();
    expect((await cancel(id)).data.cancelOrder?.refusal).toMatchObject({ reason: 'UNKNOWN_ORDER' });
  });

  it.each([
    ['of another institution', actorOf({ institution: parseInstitutionCode('D178') }), 'INVALID_INPUT'],
    ['for a treasurer', actorOf({ role: 'TREASURER' }), undefined],
    ['for nobody', undefined, undefined],
  ])('is refused %s', async (_, actor, code) => {
    const { id, reference } = await place();
    const { data, errors } = await cancel(id, { actor });
    expect(data.cancelOrder).toBeNull();
    if (code !== undefined) expect(first(errors).extensions).toMatchObject({ code, argument: 'id' });
    expect(stateAtMbiz(reference)).not.toBe('CANCELLED');
  });

  it.each(['ekatalog-lokal', 'jatim-bejo'])('is not to be had at %s', async (marketplace) => {
    const { id } = await place();
    const change = { marketplace: marketplace as never };
    await database()
      .db.updateTable('orders')
      .set(change)
      .where('id', '=', id as never)
      .execute();
    expect((await cancel(id)).data.cancelOrder?.refusal).toMatchObject({ reason: 'ORDERING_UNSUPPORTED' });
  });

  it.each([
    ['hangs', { kind: 'hang' }, 'TIMEOUT'],
    ['hangs and does nothing', { kind: 'hang-before' }, 'TIMEOUT'],
    ['fails', { kind: 'status', status: 503 }, 'UNAVAILABLE'],
    ['answers nonsense', { kind: 'html' }, 'BAD_RESPONSE'],
  ] as const)(
    'is not known to have been done while the marketplace %s, and then is',
    async (_, fault, code) => {
      const { id, reference } = await place();
      Object.assign(graph.sandbox.servers.mbiz.knobs, { fault, faultFor: '/cxml' });
      const { data, errors } = await cancel(id, { deadlineMs: 500 });
      expect(data.cancelOrder).toBeNull();
      expect(first(errors)).toMatchObject({
        message: expect.stringContaining('ask again') as string,
        extensions: { code, marketplace: 'mbiz' },
      });
      graph.renew();
      expect((await cancel(id)).data.cancelOrder).toEqual({
        order: { id, state: 'CANCELLED' },
        refusal: null,
      });
      expect(stateAtMbiz(reference)).toBe('CANCELLED');
    },
  );
});
