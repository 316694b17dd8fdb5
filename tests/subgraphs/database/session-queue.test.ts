import { setImmediate as nextTurn } from 'node:timers/promises';
import { createSessionQueue } from '../../../subgraphs/database/embedded/session-queue';
import { openPglite } from '../../support/databases';

/** Runs statements, each named `session: sql`, and gives the order in which they ran. */
async function orderOf(statements: readonly string[], dropped?: string): Promise<string[]> {
  const queue = createSessionQueue();
  const ran: string[] = [];
  for (const statement of statements) {
    const [session = '', sql = ''] = statement.split(': ');
    const run = async (): Promise<void> => {
      await nextTurn();
      ran.push(statement);
    };
    queue.add({ session, sql, run });
  }
  if (dropped !== undefined) queue.drop(dropped);
  for (let turn = 0; turn < statements.length * 4; turn += 1) await nextTurn();
  return ran;
}

describe('statements of several sessions over one connection', () => {
  it.each<[string, string[], string[]]>([
    [
      'run in the order they came',
      ['a: select 1', 'b: select 2', 'a: select 3'],
      ['a: select 1', 'b: select 2', 'a: select 3'],
    ],
    [
      'wait while another session has a transaction open',
      ['a: begin', 'b: select 1', 'a: insert', 'b: select 2', 'a: commit'],
      ['a: begin', 'a: insert', 'a: commit', 'b: select 1', 'b: select 2'],
    ],
    [
      'do not mix two transactions',
      ['a: begin', 'b: begin', 'b: insert', 'a: rollback', 'b: commit'],
      ['a: begin', 'a: rollback', 'b: begin', 'b: insert', 'b: commit'],
    ],
    [
      'stay in the transaction when it only returns to a savepoint',
      ['a: begin', 'b: select 1', 'a: rollback to savepoint s', 'a: commit'],
      ['a: begin', 'a: rollback to savepoint s', 'a: commit', 'b: select 1'],
    ],
  ])('%s', async (_, statements, order) => {
    expect(await orderOf(statements)).toEqual(order);
  });

  it('are forgotten when their session has gone', async () => {
    expect(await orderOf(['a: select 1', 'b: select 2', 'b: select 3', 'a: select 4'], 'b')).toEqual([
      'a: select 1',
      'a: select 4',
    ]);
  });
});

it('a transaction of one connection to the embedded database is not seen, nor undone, by another', async () => {
  const database = await openPglite();
  const other = database.connect();
  const word = (db: typeof other, text: string) =>
    db.insertInto('title_word').values({ word: text }).execute();
  const undone = database.db.transaction().execute(async (transaction) => {
    await transaction.insertInto('title_word').values({ word: 'undone' }).execute();
    await nextTurn();
    throw new Error('undo');
  });
  const outcomes = await Promise.allSettled([
    undone,
    word(other, 'kept'),
    other.transaction().execute((t) => t.insertInto('title_word').values({ word: 'too' }).execute()),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  const rows = await database.db.selectFrom('title_word').select('word').orderBy('word').execute();
  expect(rows.map((row) => row.word)).toEqual(['kept', 'too']);
  await database.close();
});
