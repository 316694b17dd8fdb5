import type { Role } from '../../../adapters/core/actor';
import { createRecentOperations } from '../../../gateway/supergraph/recent-operations';
import { planningRequest } from '../../../gateway/supergraph/planning-request';
import { actorOf } from '../../support/actors';
import { schemaOf } from '../../support/test-subgraphs';

const HOUR = 3_600_000;
const SCHEMA = schemaOf({ name: 'one', sdl: 'type Query { a(b: String): Int }', resolvers: {} });

function recent(bytesKept = 1_000_000) {
  let time = 0;
  const operations = createRecentOperations({ bytesKept, now: () => time });
  return {
    pass: (ms: number) => (time += ms),
    send(
      text: string,
      {
        role = null,
        operationName = null,
        times = 1,
      }: {
        role?: Role | null;
        operationName?: string | null;
        times?: number;
      } = {},
    ) {
      const request = planningRequest(
        { text, queryHash: `hash of ${text}`, operationName, role: null },
        SCHEMA,
      );
      if (!request) throw new Error(`${text} is not valid`);
      const context = { ...request.context, ...(role === null ? {} : { actor: actorOf({ role }) }) };
      for (let i = 0; i < times; i += 1) operations.record({ ...request, context });
    },
    known: (limit = 100) => operations.mostUsed(limit).map(({ text }) => text),
    operations,
  };
}

it('knows what was sent, and by whom no more than the role', () => {
  const { send, operations } = recent();
  send('query A { a(b: "x") }', { role: 'PP', operationName: 'A' });
  expect(operations.mostUsed(10)).toEqual([
    {
      text: 'query A { a(b: "x") }',
      queryHash: 'hash of query A { a(b: "x") }',
      operationName: 'A',
      role: 'PP',
    },
  ]);
});

it('ranks by use, and gives no more than is wanted', () => {
  const { send, known } = recent();
  send('{ x: a }');
  send('{ y: a }', { times: 3 });
  send('{ z: a }', { times: 2 });
  expect(known()).toEqual(['{ y: a }', '{ z: a }', '{ x: a }']);
  expect(known(2)).toEqual(['{ y: a }', '{ z: a }']);
});

it('counts a use of an hour ago half, so that what was much used once makes room', () => {
  const { send, known, pass } = recent();
  send('{ x: a }', { times: 20 });
  pass(4 * HOUR);
  send('{ y: a }', { times: 2 });
  expect(known()).toEqual(['{ y: a }', '{ x: a }']);
  send('{ x: a }');
  expect(known()).toEqual(['{ x: a }', '{ y: a }']);
});

it('takes callers with the same scopes for one, and other names of an operation for others', () => {
  const { send, operations } = recent();
  for (const role of ['PP', 'PPK', 'AUDITOR', null] as const) send('query A { a }', { role });
  send('query A { a }', { operationName: 'A' });
  expect(operations.mostUsed(10).map(({ role, operationName }) => [role, operationName])).toEqual(
    expect.arrayContaining([
      ['PP', null],
      ['AUDITOR', null],
      [null, null],
      [null, 'A'],
    ]),
  );
  expect(operations.mostUsed(10)).toHaveLength(4);
});

it('keeps within its bytes: what was not seen for longest is forgotten', () => {
  const { send, known } = recent(3 * 600);
  for (const name of ['x', 'y', 'z']) send(`{ ${name}: a }`);
  send('{ x: a }');
  send('{ w: a }');
  expect(known().sort()).toEqual(['{ w: a }', '{ x: a }', '{ z: a }']);
});

it.each([
  ['in letters', `{ a } # ${'x'.repeat(20_000)}`],
  ['in bytes', `{ a } # ${'€'.repeat(7_000)}`],
])('does not remember an operation too long %s, and forgets none for it', (_, text) => {
  const { send, known } = recent();
  send('{ x: a }');
  send(text);
  expect(known()).toEqual(['{ x: a }']);
});
