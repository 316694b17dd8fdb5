import { BulkheadFull } from '../../../adapters/core/resilience/bulkhead';
import { readDocument } from '../../../subgraphs/registry/onboarding/read-document';
import { easyDefinition } from '../../support/joining-shops';

const SHORT = easyDefinition('https://toko.example');
const LONG = `${SHORT}\n${'# Catatan.\n'.repeat(1_000)}`;
const LIMITS = { withinMs: 60_000, withinMb: 256 };

describe('the text of a definition', () => {
  it('is read alike here, where it is short, and in a thread of its own', async () => {
    const [short, long] = await Promise.all([readDocument(SHORT), readDocument(LONG)]);
    expect(short.definition).toMatchObject({ id: 'toko-contoh' });
    expect(long).toEqual(short);
    const wrong = await readDocument(LONG.replace('protocol: rest', 'protocol: soap'));
    expect(wrong.problems).toMatchObject([{ path: 'protocol' }]);
  });

  it('that takes too long is no definition, where a short one has no such bound', async () => {
    const limits = { ...LIMITS, withinMs: 1 };
    expect(await readDocument(LONG, limits)).toEqual({
      definition: null,
      problems: [
        { line: 1, column: 1, path: '', message: 'takes longer than 0.001 s to read; make it shorter' },
      ],
    });
    expect((await readDocument(SHORT, limits)).definition).not.toBeNull();
  });

  it('that is long waits for its turn, and not without end', async () => {
    const limits = { ...LIMITS, withinMs: 200 };
    const all = await Promise.allSettled(Array.from({ length: 40 }, () => readDocument(LONG, limits)));
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(40 - 1 - 32);
    for (const each of refused)
      if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(BulkheadFull);
  }, 120_000);
});
