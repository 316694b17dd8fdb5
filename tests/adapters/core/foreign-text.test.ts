import { cleanText, textOrNull } from '../../../adapters/core/clean-text';
import { foreignCode, foreignText, textFromHtml } from '../../../adapters/core/foreign-text';
import { webAddress } from '../../../adapters/core/web-address';
import { cpuMs } from '../../support/cpu-time';

describe('markup', () => {
  it.each([
    ['tags', '<p>Beras <b>Premium</b><br/>5 kg</p>', 'Beras Premium 5 kg'],
    ['what is in a tag', '<a href="javascript:x" onclick=\'y\'>Beras</a>', 'Beras'],
    ['a comment and a type', '<!DOCTYPE html><!-- baru -->Beras', 'Beras'],
    ['a tag over two lines', '<p\nclass="x">Beras</p\n>', 'Beras'],
    ['entities with names', 'Pena &amp; Tinta &ndash; biru&nbsp;tua', 'Pena & Tinta – biru tua'],
    ['entities in figures', 'Beras &#8211; 5&#xA0;kg &#39;super&#39;', "Beras – 5 kg 'super'"],
    ['what was escaped twice', '&lt;p&gt;Beras &amp;amp; Ketan&lt;/p&gt;', 'Beras &amp; Ketan'],
    ['a script that was escaped', '&lt;script&gt;alert(1)&lt;/script&gt; Beras', 'alert(1) Beras'],
  ])('%s is made plain', (_, html, text) => {
    expect(textFromHtml(html)).toBe(text);
  });

  it.each([
    ['measures', 'Kabel 3x1.5 <10m tegangan >220V'],
    [
      'measures that were escaped',
      'Kabel 3x1.5 &lt;10m tegangan &gt;220V',
      'Kabel 3x1.5 <10m tegangan >220V',
    ],
    ['an arrow', 'S <- M -> L'],
    ['a bracket that never closes', 'Pipa <merah'],
    ['an ampersand', 'PT A&B Tbk; AT&T'],
    ['an entity that nobody knows', 'Beras &takada; 5 kg'],
    ['an entity without its end', 'Beras &amp 5 kg'],
    ['a number beyond all characters', 'Beras &#99999999; 5 kg'],
  ])('what only looks like it is kept: %s', (_, text, kept = text) => {
    expect(textFromHtml(text)).toBe(kept);
  });

  it.each([
    ['a character that can not be kept', 'Beras&#0;Ketan&#xD800;', 'Beras Ketan'],
    ['a control character', 'Beras&#2;Ketan', 'Beras Ketan'],
    ['nothing but tags', '<p><br></p>', null],
    ['nothing but blanks', '&nbsp;&#160;', null],
  ])('%s does not come out of it', (_, html, text) => {
    expect(textFromHtml(html)).toBe(text);
  });
});

describe('asterisks', () => {
  it.each(['*', '***', '****@gmail.com', '***************019', '**********676', ' *** '])(
    '%j stands for what is not told',
    (text) => {
      expect(textOrNull(text)).toBeNull();
    },
  );

  it.each(['*PROMO* Kertas A4', '** Kertas', '*** PROMO *** Kertas', '*baru*', 'Kertas ***', '**Kertas**'])(
    '%j is a text',
    (text) => {
      expect(textOrNull(text)).toBe(text);
    },
  );
});

describe('a text of a stranger', () => {
  it.each([
    ['is cut to its length', 'a'.repeat(500), 'a'.repeat(10)],
    ['is cut behind its tags', `<p class="${'x'.repeat(40)}">Beras Ketan Hitam</p>`, 'Beras Keta'],
    ['is never cut through a character', `${'a'.repeat(9)}😀`, 'a'.repeat(9)],
    ['ends with no part of a tag that was cut', `Beras ${' '.repeat(60)}<a href="https://toko`, 'Beras'],
    ['ends with no part of an entity that was cut', `Beras ${' '.repeat(72)}&nbsp;`, 'Beras'],
    ['that is whole keeps a bracket at its end', 'Pipa <A', 'Pipa <A'],
    ['is nothing where none is left', '<br>', null],
  ])('%s', (_, text, shown) => {
    expect(foreignText(text, 10)).toBe(shown);
  });

  it.each([
    ['at its length', 'x'.repeat(10), 'x'.repeat(10)],
    ['with blanks around it', '   A  1   ', 'A 1'],
    ['that is empty', '', ''],
    ['beyond its length', 'x'.repeat(11), null],
    ['beyond its length behind blanks', `A${' '.repeat(500)}B`, null],
  ])('that is a code %s is never cut', (_, text, code) => {
    expect(foreignCode(text, 10)).toBe(code);
  });
});

describe('a web address', () => {
  it.each([
    ['https://toko.example/a?b=1', 'https://toko.example/a?b=1'],
    [' http://toko.example ', 'http://toko.example/'],
    ['HTTPS://TOKO.example/A', 'https://toko.example/A'],
  ])('%j is %j', (value, url) => {
    expect(webAddress(value)).toBe(url);
  });

  it.each([
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['//toko.example'],
    ['/a'],
    ['https://'],
    ['https://user:pw@toko.example'],
    ['https://user@toko.example'],
    [`https://toko.example/${'a'.repeat(2_000)}`],
    [' '.repeat(1_000_000)],
    [7],
    [null],
    [false],
  ])('%j is none', (value) => {
    expect(webAddress(value)).toBeNull();
  });
});

/** Each was seconds where it was tried anew from every place; a hundredth of that is plenty. */
describe('costs no more than its length', () => {
  const N = 400_000;
  it.each([
    ['commas before a letter', `${','.repeat(N)}x`],
    ['blanks before a letter', `${' ,'.repeat(N / 2)}x`],
    ['blanks of every kind', `${' \u00a0\t'.repeat(N / 3)}x`],
    ['brackets that never close', '<'.repeat(N)],
    ['tags that never close', '<a'.repeat(N / 2)],
    ['one tag that never closes', `<${'a'.repeat(N)}`],
    ['ampersands', '&'.repeat(N)],
    ['entities without an end', '&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.repeat(N / 33)],
    ['a number without an end', `&#${'0'.repeat(N)};`],
    ['asterisks', `${'*'.repeat(N)} x`],
  ])('%s', async (_, text) => {
    expect(await cpuMs(() => [cleanText(text), textOrNull(text), textFromHtml(text)])).toBeLessThan(1_500);
  });

  it('and what is longer than is wanted costs nothing', async () => {
    const text = '<b>&amp; '.repeat(1_000_000);
    expect(await cpuMs(() => foreignText(text, 500))).toBeLessThan(500);
  });
});
