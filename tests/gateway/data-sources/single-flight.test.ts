import { createSingleFlight } from '../../../gateway/data-sources/single-flight';
import { WaitEnded, type WaitEnd } from '../../../gateway/data-sources/wait-end';
import { gate } from '../../support/swapping-graph';

const NOW = 1_000_000;
const asker = (deadline = NOW, signal = new AbortController().signal) => ({ deadline, signal });

/** Reads that end when a test says so, or when nobody waits for them. */
function reads() {
  const started: WaitEnd[] = [];
  const { opened, open } = gate();
  return {
    started,
    open,
    read: (end: WaitEnd) => {
      const number = started.push(end);
      return new Promise<string>((resolve, reject) => {
        void opened.then(() => resolve(`answer ${number}`));
        end.onOver(() => reject(new Error('nobody waits')));
      });
    },
  };
}

describe('reads that are under way', () => {
  it('are joined by those with the same key, and by no others', async () => {
    const flight = createSingleFlight();
    const { started, open, read } = reads();
    const answers = ['a', 'a', 'b', 'a'].map((key) => flight.read(key, asker(), read));
    expect(started).toHaveLength(2);
    open();
    expect(await Promise.all(answers)).toEqual(['answer 1', 'answer 1', 'answer 2', 'answer 1']);
  });

  it('are not joined when they have ended, well or badly', async () => {
    const flight = createSingleFlight();
    let count = 0;
    const once = () => {
      count += 1;
      return count === 2 ? Promise.reject(new Error('down')) : Promise.resolve(count);
    };
    expect(await flight.read('a', asker(), once)).toBe(1);
    await expect(flight.read('a', asker(), once)).rejects.toThrow('down');
    expect(await flight.read('a', asker(), once)).toBe(3);
  });

  it('fail for all who wait', async () => {
    const flight = createSingleFlight();
    const answers = [1, 2].map(() => flight.read('a', asker(), () => Promise.reject(new Error('down'))));
    const outcomes = await Promise.allSettled(answers);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it.each([
    [250, 1],
    [251, 2],
  ])('whose asker would wait %d ms less than another are asked %d times', (more, times) => {
    const flight = createSingleFlight();
    const { started, open, read } = reads();
    void flight.read('a', asker(NOW), read);
    void flight.read('a', asker(NOW + more), read);
    open();
    expect(started).toHaveLength(times);
  });

  it('are not joined after a write: what they see may be from before it', async () => {
    const flight = createSingleFlight();
    const { started, open, read } = reads();
    const before = flight.read('a', asker(), read);
    flight.forget();
    const after = flight.read('a', asker(), read);
    expect(started).toHaveLength(2);
    open();
    expect(await Promise.all([before, after])).toEqual(['answer 1', 'answer 2']);
  });
});

describe('someone who leaves', () => {
  it('ends no more than his own waiting', async () => {
    const flight = createSingleFlight();
    const { started, open, read } = reads();
    const leaving = new AbortController();
    const left = flight.read('a', asker(NOW, leaving.signal), read);
    const stays = flight.read('a', asker(), read);
    leaving.abort();
    await expect(left).rejects.toBeInstanceOf(WaitEnded);
    expect(started.map((end) => end.isOver())).toEqual([false]);
    open();
    expect(await stays).toBe('answer 1');
  });

  it('as the last ends the read, and who comes then begins another', async () => {
    const flight = createSingleFlight();
    const { started, open, read } = reads();
    const leaving = [new AbortController(), new AbortController()];
    const left = leaving.map(({ signal }) => flight.read('a', asker(NOW, signal), read));
    leaving.forEach((one) => one.abort());
    const outcomes = await Promise.allSettled(left);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(started.map((end) => end.isOver())).toEqual([true]);
    const next = flight.read('a', asker(), read);
    open();
    expect(await next).toBe('answer 2');
  });

  it('because his time is over ends no more than his own waiting either', async () => {
    const flight = createSingleFlight();
    const { started, open, read } = reads();
    const hurried = flight.read('a', { ...asker(), withinMs: 5 }, read);
    const stays = flight.read('a', asker(), read);
    await expect(hurried).rejects.toBeInstanceOf(WaitEnded);
    expect(started.map((end) => end.isOver())).toEqual([false]);
    open();
    expect(await stays).toBe('answer 1');
  });

  it('before he asked starts nothing', async () => {
    const { started, read } = reads();
    const gone = AbortSignal.abort();
    await expect(createSingleFlight().read('a', asker(NOW, gone), read)).rejects.toBeInstanceOf(WaitEnded);
    expect(started).toEqual([]);
  });
});
