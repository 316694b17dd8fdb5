import { ApolloServer } from '@apollo/server';
import { buildSchema, parse } from 'graphql';
import { sql } from 'kysely';
import {
  createOperationRecorder,
  withoutValues,
  type OperationRecorder,
} from '../../../gateway/supergraph/operation-recorder';
import { recordedOperations } from '../../../subgraphs/registry/composition/supergraph-store';
import { createRequestContext, type RequestContext } from '../../../subgraphs/request-context';
import { describeOnDatabases } from '../../support/databases';

const SCHEMA = buildSchema(`
  input Filter { words: [String!] price: Float small: Boolean sort: Sort }
  enum Sort { PRICE NAME }
  type Query { search(text: String, first: Int, filter: Filter): Int other: Int }
`);

describe('what is written down of an operation', () => {
  it.each([
    ['a text', '{ search(text: "Budi") }', '{search(text:"")}'],
    ['a text of several lines', '{ search(text: """\nBudi\nSantoso\n""") }', '{search(text:"")}'],
    ['numbers', '{ search(first: 4711, filter: { price: 12.50 }) }', '{search(first:0 filter:{price:0})}'],
    ['lists', '{ search(filter: { words: ["Budi", "Ani"] }) }', '{search(filter:{words:["" ""]})}'],
    [
      'what a variable has unless given',
      'query($t: String = "Budi") { search(text: $t) }',
      'query($t:String=""){search(text:$t)}',
    ],
    ['comments', '# Budi asks\n{ search }', '{search}'],
  ])('holds no %s', (_, operation, recorded) => {
    expect(withoutValues(parse(operation))).toBe(recorded);
  });

  it('keeps what decides whether it breaks: fields, arguments, names of enum values', () => {
    expect(
      withoutValues(
        parse(
          'query A { a: search(filter: { sort: NAME, small: true }) ...B } fragment B on Query { other }',
        ),
      ),
    ).toBe('query A{a:search(filter:{sort:NAME small:true})...B}fragment B on Query{other}');
  });
});

describeOnDatabases('the recorder of operations', (database) => {
  const recorders: OperationRecorder[] = [];
  beforeEach(() => sql`truncate recorded_operation`.execute(database().db));
  afterEach(async () => {
    await Promise.all(recorders.splice(0).map((recorder) => recorder.close()));
  });

  async function open(options?: Parameters<typeof createOperationRecorder>[1], db = database().db) {
    const recorder = createOperationRecorder(db, options);
    recorders.push(recorder);
    const server = new ApolloServer<RequestContext>({
      schema: SCHEMA,
      plugins: [recorder.plugin],
      stopOnTerminationSignals: false,
    });
    await server.start();
    const send = (query: string, variables: Record<string, unknown> = {}) =>
      server.executeOperation({ query, variables }, { contextValue: createRequestContext() });
    return { send, recorder };
  }
  const rows = () => database().db.selectFrom('recorded_operation').selectAll().orderBy('document').execute();
  const counted = async () => (await rows()).map(({ document, times }) => [document, Number(times)]);

  it('counts the same operation as one, whatever values are asked for', async () => {
    const { send, recorder } = await open();
    await send('{ search(text: "a") }');
    await send('{ search(text: "b") }');
    await send('{ search(  text: "c")\n}');
    await send('query($t: String) { search(text: $t) }', { t: 'Budi' });
    await recorder.flush();
    expect(await counted()).toEqual([
      ['query($t:String){search(text:$t)}', 1],
      ['{search(text:"")}', 3],
    ]);
    await send('{ search(text: "d") }');
    await recorder.flush();
    expect((await counted())[1]).toEqual(['{search(text:"")}', 4]);
    expect(JSON.stringify(await rows())).not.toContain('Budi');
  });

  it.each([
    ['does not parse', '{ search('],
    ['asks for what is not there', '{ nothing }'],
    ['is empty', ''],
    ['is far too long', `{ ${'other '.repeat(5_000)} }`],
  ])('writes down none that %s', async (_, query) => {
    const { send, recorder } = await open();
    await send(query);
    await recorder.flush();
    expect(await rows()).toEqual([]);
  });

  it('writes down a bounded number at a time, and goes on afterwards', async () => {
    const { send, recorder } = await open();
    for (let i = 0; i < 520; i += 1) await send(`{ a${i}: other }`);
    await recorder.flush();
    expect(await rows()).toHaveLength(500);
    await send('{ last: other }');
    await recorder.flush();
    expect(await rows()).toHaveLength(501);
  });

  it('keeps a bounded number, those that are sent most', async () => {
    const { send, recorder } = await open({ mostKept: 3 });
    for (const [name, times] of [
      ['often', 5],
      ['always', 9],
      ['sometimes', 3],
    ] as const)
      for (let i = 0; i < times; i += 1) await send(`{ ${name}: other }`);
    await recorder.flush();
    for (let i = 0; i < 20; i += 1) await send(`{ noise${i}: other }`);
    await recorder.flush();
    expect(await counted()).toEqual([
      ['{always:other}', 9],
      ['{often:other}', 5],
      ['{sometimes:other}', 3],
    ]);
  });

  it('forgets what nobody has sent for thirty days', async () => {
    const { send, recorder } = await open();
    await send('{ old: other }');
    await send('{ young: other }');
    await recorder.flush();
    await sql`update recorded_operation set last_seen = now() - interval '31 days' where document like '{old%'`.execute(
      database().db,
    );
    expect((await recordedOperations(database().db)).map(({ document }) => document)).toEqual([
      '{young:other}',
    ]);
    await send('{ young: other }');
    await recorder.flush();
    expect(await counted()).toEqual([['{young:other}', 2]]);
  });

  it('in several processes at once loses none and waits for none', async () => {
    const several = await Promise.all(
      [database().db, database().connect(), database().connect()].map((db) => open(undefined, db)),
    );
    const names = Array.from({ length: 40 }, (_, i) => `a${i}`);
    for (let round = 0; round < 5; round += 1) {
      for (const [i, { send }] of several.entries()) {
        const order = i === 1 ? [...names].reverse() : names; // in another order than its neighbours
        for (const name of order) await send(`{ ${name}: other }`);
      }
      await Promise.all(several.map(({ recorder }) => recorder.flush()));
    }
    expect((await counted()).map(([, times]) => times)).toEqual(names.map(() => 15));
  });

  it('costs no answer when the database is gone', async () => {
    const own = database().connect();
    const { send, recorder } = await open(undefined, own);
    await own.destroy();
    const { body } = await send('{ other }');
    expect(body).toMatchObject({ singleResult: { data: { other: null } } });
    await recorder.flush();
    await send('{ other }');
  });

  it('writes what it has gathered when it is closed', async () => {
    const { send, recorder } = await open();
    await send('{ other }');
    await recorder.close();
    expect(await counted()).toEqual([['{other}', 1]]);
  });
});
