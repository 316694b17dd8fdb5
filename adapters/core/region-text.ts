import { cleanText } from './clean-text';
import { REGIONS, type Region } from './regions';

/**
 * A region out of the free text that marketplaces send: `Kota Malang`, `MALANG (KOTA)`, `Kab. Malang`,
 * or an address that ends in one. Seven names are both a city and a regency; without its kind such a
 * name is ambiguous and gives null: a wrong region would be worse than none.
 */
export function regionFromText(text: string): Region | null {
  const words = normalise(text);
  return exact.get(words) ?? withinAddress(words);
}

const KIND = { KOTA: 'kota', KABUPATEN: 'kab' } as const;

/** Lower case, one blank between words, `kabupaten`/`kab.` as `kab`, LKPP's misspelt Trenggalek mended. */
function normalise(text: string): string {
  return cleanText(text)
    .toLowerCase()
    .replace(/terenggalek/g, 'trenggalek')
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/\b(?:kabupaten|kab)\b/g, 'kab')
    .replace(/\b(?:kota|kotamadya|kodya)\b/g, 'kota')
    .trim();
}

const exact = new Map<string, Region>();
for (const region of REGIONS) {
  const name = normalise(region.shortName);
  exact.set(`${KIND[region.kind]} ${name}`, region);
  exact.set(`${name} ${KIND[region.kind]}`, region); // LKPP writes "Malang (Kota)"
  const namesakes = REGIONS.filter((other) => other.shortName === region.shortName);
  if (namesakes.length === 1) exact.set(name, region);
}

const WITH_KIND = [...exact].filter(([key]) => /^(?:kota|kab) /.test(key));

/** In an address only `Kota X` or `Kab. X` counts: a bare name there is often a street or a village. */
function withinAddress(words: string): Region | null {
  const found = WITH_KIND.filter(([key]) => ` ${words} `.includes(` ${key} `)).map(([, region]) => region);
  return found.length === 1 ? (found[0] ?? null) : null;
}
