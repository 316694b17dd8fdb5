import { newestWins } from '../../../gateway/supergraph/newest-wins';
import { gate } from '../../support/swapping-graph';

describe('work of which the newest wins', () => {
  function startWork() {
    const began: string[] = [];
    let atOnce = 0;
    let gates = gate();
    const want = newestWins(async (value: string) => {
      began.push(value);
      atOnce += 1;
      expect(atOnce).toBe(1);
      await gates.opened;
      atOnce -= 1;
      if (value.startsWith('bad')) throw new Error(`no ${value}`);
    });
    return {
      began,
      want,
      finish() {
        const { open } = gates;
        gates = gate();
        open();
      },
      settle: () => new Promise(setImmediate),
    };
  }

  it('is done for one at a time, and skips what was overtaken', async () => {
    const { began, want, finish, settle } = startWork();
    const first = want('first');
    await settle();
    const overtaken = want('overtaken');
    const newest = want('newest');
    expect(began).toEqual(['first']);
    finish();
    await first;
    await settle();
    expect(began).toEqual(['first', 'newest']);
    finish();
    await Promise.all([overtaken, newest]);
    expect(began).toEqual(['first', 'newest']);
  });

  it('tells those who were overtaken how it went with the newest', async () => {
    const { want, finish, settle } = startWork();
    const first = want('first');
    await settle();
    const outcomes = Promise.allSettled([want('good'), want('bad')]);
    finish();
    await first;
    await settle();
    finish();
    expect(await outcomes).toEqual([
      { status: 'rejected', reason: new Error('no bad') },
      { status: 'rejected', reason: new Error('no bad') },
    ]);
  });

  it('goes on after a failure', async () => {
    const { began, want, finish, settle } = startWork();
    const bad = want('bad');
    await settle();
    const good = want('good');
    finish();
    await expect(bad).rejects.toThrow('no bad');
    await settle();
    finish();
    await good;
    expect(began).toEqual(['bad', 'good']);
  });
});
