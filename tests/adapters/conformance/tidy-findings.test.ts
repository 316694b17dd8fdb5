import { tidy } from '../../../adapters/conformance/tidy-findings';
import { cpuMs } from '../../support/cpu-time';

const finding = (got: string) => ({ path: '$.data[0]', expected: 'a name', got, fix: 'mend it' });
const gotOf = (got: string, secrets: readonly string[] = []) => tidy([finding(got)], secrets)[0]?.got;

describe('what a finding got', () => {
  it.each([
    ['is cleaned', 'Beras\r\n\u0000 Premium, ', 'Beras Premium'],
    ['is shortened', 'x'.repeat(500), `${'x'.repeat(199)}…`],
    ['at its length is kept', 'x'.repeat(200), 'x'.repeat(200)],
  ])('%s', (_, got, shown) => {
    expect(gotOf(got)).toBe(shown);
  });

  it('holds no secret, and no part of one that stands where it is cut', () => {
    const secret = 'rahasia-sekali';
    for (let before = 170; before <= 210; before += 1)
      expect(gotOf('x'.repeat(before) + secret, [secret])).not.toMatch(/rah|ali/);
    // What is cut away before cleaning may stand close by after it.
    for (let before = 785; before <= 800; before += 1)
      expect(gotOf(`x${' '.repeat(before)}${secret}`, [secret])).not.toMatch(/rah|ali/);
  });

  it('costs next to nothing, however long it is', async () => {
    const long = `${','.repeat(400_000)}x`;
    expect(await cpuMs(() => tidy(Array(20).fill(finding(long)), ['rahasia-sekali']))).toBeLessThan(1_500);
  });
});

it('what is more than twenty is counted', () => {
  const shown = tidy(Array(25).fill(finding('no name')), []);
  expect(shown).toHaveLength(21);
  expect(shown.at(-1)?.got).toBe('5 more like them');
});
