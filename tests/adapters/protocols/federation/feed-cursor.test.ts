import fc from 'fast-check';
import type { FeedCursor } from '../../../../adapters/core/contract';
import { marketplaceId } from '../../../../adapters/core/ids';
import {
  following,
  formatPosition,
  parsePosition,
  START,
  type FeedPosition,
} from '../../../../adapters/protocols/federation/feed-cursor';

const TANI = marketplaceId('toko-tani');

/** The pages that are read of a feed whose cursors go `tail` steps ahead and then round in `circle`. */
function pagesUntilNoticed(tail: number, circle: number): number {
  const cursorAt = (step: number): string =>
    `c${step < tail ? step : tail + ((step - tail) % Math.max(1, circle))}`;
  let position: FeedPosition | null = START;
  for (let step = 0; ; step += 1) {
    position = following(position, cursorAt(step));
    if (position === null) return step + 1;
    // As it is kept between pages: as a text.
    position = parsePosition(TANI, formatPosition(TANI, position));
    if (position === null) throw new Error('its own cursor is not understood');
  }
}

describe('the cursor of a partner', () => {
  it('comes back as it was, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }).map((text) => text.toWellFormed()),
        fc.integer({ min: 1, max: 999_999_999 }),
        (after, page) => {
          for (const mark of ['', '0123456789abcdef']) {
            const position = { after, page, mark };
            expect(parsePosition(TANI, formatPosition(TANI, position))).toEqual(position);
          }
        },
      ),
    );
    expect(parsePosition(TANI, formatPosition(TANI, START))).toEqual(START);
  });

  it.each([
    ['of another marketplace', formatPosition(marketplaceId('toko-lain'), START)],
    ['of another protocol', '3/500'],
    ['without its page', 'toko-tani~0~~YQ'],
    ['with another mark', 'toko-tani~1~xyz~YQ'],
    ['with more to it', 'toko-tani~1~~YQ~YQ'],
    ['that is no base64', 'toko-tani~1~~a b'],
    ['that is empty', ''],
  ])('is not taken %s', (_, cursor) => {
    expect(parsePosition(TANI, cursor as FeedCursor)).toBeNull();
  });
});

describe('a feed that goes round in a circle', () => {
  it('is noticed at once where a page leads to itself', () => {
    expect(pagesUntilNoticed(0, 1)).toBe(2);
    expect(pagesUntilNoticed(5, 1)).toBe(7);
  });

  it('is noticed within three times the pages that it has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 200 }), (tail, circle) => {
        const pages = pagesUntilNoticed(tail, circle);
        expect(pages).toBeGreaterThan(tail + circle);
        expect(pages).toBeLessThanOrEqual(3 * (tail + circle) + 3);
      }),
    );
  });

  it('is told from one that is merely long', () => {
    let position: FeedPosition = START;
    for (let step = 0; step < 10_000; step += 1) {
      const next = following(position, `c${step}`);
      expect(next).not.toBeNull();
      position = next ?? START;
    }
    expect(position.page).toBe(10_001);
  });
});
