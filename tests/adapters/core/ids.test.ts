import {
  marketplaceId,
  offerId,
  OFFER_ID_MAX,
  parseMarketplaceId,
  parseOfferId,
} from '../../../adapters/core/ids';

const bejo = marketplaceId('jatim-bejo');

describe('an offer id', () => {
  it.each([
    ['plain', 'M00042', 'BRS-005'],
    ['with dots', 'PT.MAJU', 'v1.2.3'],
    ['with every mark that could divide', 'a:b/c,d', `x'(y)*!;&=?#%`],
    ['in another script and with blanks', 'Toko é', 'kopi 100 gr ☕'],
  ])('keeps seller and article number that are %s', (_, seller, sku) => {
    const id = offerId(bejo, seller, sku);
    expect(parseOfferId(id)).toEqual({ id, marketplace: 'jatim-bejo', sellerCode: seller, sku });
    expect(id).toMatch(/^[a-z-]+:[A-Za-z0-9%_~-]+\.[A-Za-z0-9%_~-]+$/);
  });

  it.each([
    ['empty', ''],
    ['without a marketplace', 'M1.x'],
    ['without an article number', 'jatim-bejo:M1'],
    ['with an empty seller', 'jatim-bejo:.x'],
    ['with three parts', 'jatim-bejo:a.b.c'],
    ['with an upper-case marketplace', 'Jatim:a.b'],
    ['with a broken escape', 'jatim-bejo:a.%E0%A4%A'],
    ['in another spelling of the same', 'jatim-bejo:a.%62'],
    ['with a blank', 'jatim-bejo:a. b'],
    ['with a line break', 'jatim-bejo:a.b\n'],
    ['longer than any id', `jatim-bejo:a.${'x'.repeat(OFFER_ID_MAX)}`],
  ])('is refused when %s', (_, text) => {
    expect(parseOfferId(text)).toBeNull();
  });
});

describe('a marketplace id', () => {
  it.each(['mbiz', 'jatim-bejo', 'ekatalog-lokal', 'toko2'])('%s is one', (text) => {
    expect(parseMarketplaceId(text)).toBe(text);
  });

  it.each(['', '-a', 'a-', 'a--b', 'A', 'a b', '__proto__', 'a'.repeat(41)])('"%s" is none', (text) => {
    expect(parseMarketplaceId(text)).toBeNull();
    expect(() => marketplaceId(text)).toThrow('is not a marketplace id');
  });
});
