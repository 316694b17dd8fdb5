import fc from 'fast-check';
import { MAX_CIF_CHARACTERS, readCif } from '../../../../adapters/protocols/cxml/cif-file';
import { cpuMs } from '../../../support/cpu-time';
import { BERAS, cifText, FIELD_NAMES, quoted } from './cif-files';

async function rowsOf(text: string) {
  const read = await readCif(text);
  if ('problem' in read) throw new Error(JSON.stringify(read.problem));
  return read.rows;
}

async function problemOf(text: string) {
  const read = await readCif(text);
  if (!('problem' in read)) throw new Error(`read: ${JSON.stringify(read)}`);
  return read.problem;
}

const beras = {
  'Supplier ID': 'M1',
  'Supplier Part ID': 'BRS-1',
  'Item Description': 'Beras',
  'Unit Price': '72500',
};

describe('a CIF 3.0 catalogue', () => {
  it('is its header and its rows by the names of their fields, with the lines that they begin on', async () => {
    const text = cifText({
      header: { ITEMCOUNT: '2', TIMESTAMP: '2026-3-2 15:19:55' },
      rows: [BERAS, ['M2', 'G-1', 'Gula', '17500']],
    });
    expect(await readCif(text)).toEqual({
      header: {
        fieldNames: FIELD_NAMES,
        charset: 'UTF-8',
        currency: 'IDR',
        codeFormat: 'UNSPSC',
        unitsInWords: false,
        itemCount: 2,
      },
      rows: [
        { line: 12, fields: beras, overflows: false },
        {
          line: 13,
          fields: {
            ...beras,
            'Supplier ID': 'M2',
            'Supplier Part ID': 'G-1',
            'Item Description': 'Gula',
            'Unit Price': '17500',
          },
          overflows: false,
        },
      ],
    });
  });

  it('has the twelve columns of the format where it names none', async () => {
    const row =
      'M1,BRS-1,RL-5,Beras,50221101,72500,EA,3,Raja Lele,https://a.example/1,https://b.example/1,80000';
    const [read] = await rowsOf(cifText({ fieldNames: null, rows: [row] }));
    expect(read?.fields).toMatchObject({
      'Manufacturer Part ID': 'RL-5',
      'Units of Measure': 'EA',
      'Market Price': '80000',
    });
  });

  it('may be empty', async () => {
    expect(await rowsOf(cifText({ header: { ITEMCOUNT: '0' }, rows: [] }))).toEqual([]);
  });

  it.each<[string, string]>([
    ['lines that end in CR LF', cifText({ lineBreak: '\r\n' })],
    ['lines that end in CR', cifText({ lineBreak: '\r' })],
    ['no line break at its end', cifText().trimEnd()],
    ['a byte order mark', `\ufeff${cifText()}`],
    ['empty lines', cifText({ rows: ['', BERAS, ' ', ',,,'] })],
    ['blanks around values', cifText({ rows: ['M1 ,\tBRS-1, "Beras" , 72500'] })],
    [
      'column names in other capitals',
      cifText({ fieldNames: ['SUPPLIER ID', 'Supplier part id', 'ItemDescription', ' unit price'] }),
    ],
    ['column names in quotes', cifText({ fieldNames: FIELD_NAMES.map((name) => `"${name}"`) })],
    ['the commas that a spreadsheet fills up with', cifText().replace(/\n/g, ',,,,,\n').replace(/: /g, ':,')],
    [
      'keys that say nothing of offers',
      cifText({ header: { COMMENTS: 'a: "b, c', DUNS: 'TRUE', X_OWN: '1' } }),
    ],
    ['LOADMODE: Full', cifText({ header: { LOADMODE: 'Full' } })],
    ['no CHARSET', cifText({ header: { CHARSET: null } })],
    ['CHARSET: 8859_1, of which it needs nothing', cifText({ header: { CHARSET: '8859_1' } })],
    [
      'a currency of each row',
      cifText({
        header: { CURRENCY: null },
        fieldNames: [...FIELD_NAMES, 'Currency'],
        rows: [[...BERAS, 'IDR']],
      }),
    ],
  ])('is read with %s', async (_, text) => {
    expect((await rowsOf(text)).map(({ fields }) => fields)).toEqual([expect.objectContaining(beras)]);
  });

  it.each([
    ['commas', 'Beras, 5 kg'],
    ['quotes', 'Pipa 4" "Rucika"'],
    ['only a quote', '"'],
    ['line breaks', 'Beras\nRaja Lele\r\n5 kg'],
    ['what ends a catalogue', 'Beras\nENDOFDATA\n5 kg'],
    ['another alphabet', 'ꦧꦼꦫꦱ 米'],
  ])('a value in quotes may hold %s', async (_, title) => {
    const rows = await rowsOf(cifText({ rows: [['M1', 'BRS-1', title, '72500'], BERAS] }));
    expect(rows.map(({ fields }) => fields['Item Description'])).toEqual([title, 'Beras']);
  });

  it('counts lines on over values that hold line breaks', async () => {
    const rows = await rowsOf(cifText({ rows: [['M1', 'BRS-1', 'Beras\nRaja\nLele', '72500'], BERAS] }));
    expect(rows.map(({ line }) => line)).toEqual([10, 13]);
  });

  it('a quote within a value without quotes is a character', async () => {
    const [row] = await rowsOf(cifText({ rows: ['M1,BRS-1,Pipa 4" putih,72500'] }));
    expect(row?.fields['Item Description']).toBe('Pipa 4" putih');
  });

  it.each([
    ['fewer values than names', 'M1,BRS-1', { ...beras, 'Item Description': '', 'Unit Price': '' }, false],
    ['more values than names', 'M1,BRS-1,Beras, 5 kg,72500', { ...beras, 'Unit Price': '5 kg' }, true],
    ['more commas than names', 'M1,BRS-1,Beras,72500,,', beras, false],
  ])('a row may have %s', async (_, row, fields, overflows) => {
    expect(await rowsOf(cifText({ rows: [row] }))).toEqual([{ line: 10, fields, overflows }]);
  });

  it('comes out as it went in, whatever its values are', async () => {
    const value = fc
      .string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', ':') })
      .map((text) => text.trim());
    const row = fc
      .tuple(
        value.map((text) => `M${text}`.trim()),
        value,
        value,
        value,
      )
      .map((values) => [...values]);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 5 }), async (rows) => {
        const read = await rowsOf(cifText({ rows: rows.map((values) => values.map(quoted).join(',')) }));
        expect(read.map(({ fields }) => Object.values(fields))).toEqual(rows);
      }),
    );
  });
});

it('a header of commas without an end costs no more than its length', async () => {
  const text = cifText({ header: { COMMENTS: `${', '.repeat(200_000)}x` } });
  expect(await cpuMs(async () => expect(await readCif(text)).toHaveProperty('rows'))).toBeLessThan(1_500);
});

describe('what is no whole catalogue is refused, with the line and the remedy', () => {
  it.each<[string, string, string, number, RegExp]>([
    ['nothing', '', 'NOT_CIF', 1, /is empty/],
    ['a page', '<!doctype html><html><body>Checking your browser</body></html>', 'NOT_CIF', 1, /CIF_I_V3\.0/],
    ['JSON', '{"produk":[]}', 'NOT_CIF', 1, /CIF_I_V3\.0/],
    ['a table without header', 'M1,BRS-1,Beras,72500', 'NOT_CIF', 1, /CIF_I_V3\.0/],
    ['another version', cifText().replace('V3.0', 'V2.1'), 'NOT_CIF', 1, /CIF_I_V3\.0/],
    ['no DATA', cifText().replace('DATA\n', ''), 'HEADER', 9, /KEY: value/],
    ['a header that breaks off', 'CIF_I_V3.0\nLOADMODE: F\n', 'NO_DATA', 1, /DATA/],
    ['a header without end', `CIF_I_V3.0\n${'\n'.repeat(500)}`, 'NO_DATA', 1, /DATA/],
    [
      'a header line that is none',
      cifText({ header: { CURRENCY: 'IDR\nSupplier ID,Supplier Part ID' } }),
      'HEADER',
      8,
      /KEY: value/,
    ],
    ['a key twice', cifText({ header: { UNUOM: 'TRUE\nLOADMODE: I' } }), 'HEADER', 8, /again/],
    ['no LOADMODE', cifText({ header: { LOADMODE: null } }), 'HEADER', 8, /LOADMODE: is missing; write F/],
    ['an unknown LOADMODE', cifText({ header: { LOADMODE: 'X' } }), 'HEADER', 7, /LOADMODE: is neither/],
    ['changes only', cifText({ header: { LOADMODE: 'I' } }), 'INCREMENTAL', 7, /a whole catalogue says F/],
    [
      'changes only, in a word',
      cifText({ header: { LOADMODE: 'incremental' } }),
      'INCREMENTAL',
      7,
      /LOADMODE/,
    ],
    ['another currency', cifText({ header: { CURRENCY: 'USD' } }), 'CURRENCY', 7, /CURRENCY: is not IDR/],
    [
      'no currency',
      cifText({ header: { CURRENCY: null } }),
      'CURRENCY',
      8,
      /CURRENCY: is missing; write IDR/,
    ],
    ['a column twice', cifText({ fieldNames: [...FIELD_NAMES, 'UNIT PRICE'] }), 'FIELDNAMES', 8, /twice/],
    [
      'no column of prices',
      cifText({ fieldNames: FIELD_NAMES.slice(0, 3) }),
      'FIELDNAMES',
      8,
      /lacks Unit Price/,
    ],
    [
      'columns between tabs',
      cifText({ fieldNames: [FIELD_NAMES.join('\t')] }),
      'FIELDNAMES',
      8,
      /lacks Supplier ID/,
    ],
    ['an open quote in FIELDNAMES', cifText({ fieldNames: ['"Supplier ID'] }), 'QUOTES', 8, /never closes/],
    [
      'another character set',
      cifText({ header: { CHARSET: '8859_1' }, rows: ['M1,1,Kopi caf\ufffd,1'] }),
      'CHARSET',
      1,
      /UTF-8/,
    ],
    [
      'a character set of no name that is not UTF-8',
      cifText({ header: { CHARSET: null }, rows: ['M1,1,caf\ufffd,1'] }),
      'CHARSET',
      1,
      /CHARSET: is missing/,
    ],
    [
      'an ITEMCOUNT that is no number',
      cifText({ header: { ITEMCOUNT: 'many' } }),
      'ITEMCOUNT',
      8,
      /not a number/,
    ],
    [
      'fewer rows than ITEMCOUNT',
      cifText({ header: { ITEMCOUNT: '2' } }),
      'ITEMCOUNT',
      12,
      /says 2 and 1 rows came/,
    ],
    [
      'more rows than ITEMCOUNT',
      cifText({ header: { ITEMCOUNT: '0' } }),
      'ITEMCOUNT',
      12,
      /says 0 and 1 rows came/,
    ],
    ['no ENDOFDATA', cifText({ end: '' }), 'INCOMPLETE', 12, /ENDOFDATA/],
    ['half an ENDOFDATA', cifText({ end: 'ENDOF' }).trimEnd(), 'INCOMPLETE', 12, /ENDOFDATA/],
    ['an end in mid-row', cifText({ end: 'M1,BRS' }).trimEnd(), 'INCOMPLETE', 12, /ENDOFDATA/],
    ['an end in mid-quote', cifText({ end: 'M1,BRS-2,"Beras' }), 'QUOTES', 11, /never closes/],
    [
      'a quote that is left open',
      cifText({ rows: ['M1,BRS-2,"Beras,1', ['M1', 'G-1', 'Gula, 1 kg', '1']] }),
      'QUOTES',
      11,
      /doubled/,
    ],
    ['text behind a quote', cifText({ rows: ['M1,BRS-2,"Beras" 5 kg,1'] }), 'QUOTES', 10, /doubled/],
    ['two catalogues', cifText() + cifText(), 'AFTER_END', 12, /after ENDOFDATA/],
    ['a row of thousands of values', cifText({ rows: [','.repeat(5_000)] }), 'TOO_LARGE', 10, /300 values/],
    ['a file over the limit', ' '.repeat(MAX_CIF_CHARACTERS + 1), 'TOO_LARGE', 1, /characters/],
  ])('%s', async (_, text, kind, line, message) => {
    expect(await problemOf(text)).toEqual({ kind, line, message: expect.stringMatching(message) });
  });

  it('wherever it is cut off', async () => {
    const text = cifText({
      header: { ITEMCOUNT: '2' },
      rows: [['M1', 'BRS-1', 'Beras, "5" kg', '72500'], BERAS],
    });
    const whole = text.trimEnd().length;
    for (let length = 0; length < whole; length += 1) await problemOf(text.slice(0, length));
  });

  it('its own words are in no message', async () => {
    const { message } = await problemOf(cifText({ header: { CURRENCY: 'sesame' } }));
    expect(message).not.toContain('sesame');
  });
});
