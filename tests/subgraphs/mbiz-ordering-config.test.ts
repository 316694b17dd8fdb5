import { ConfigurationError } from '../../adapters/core/environment';
import { environmentOf } from '../../adapters/sandbox/environment-of';
import { startSandbox } from '../../adapters/sandbox/start';
import { readSubgraphConfig } from '../../subgraphs/config';

const CATALOGUE = {
  PASAR_MBIZ_URL: 'https://mbiz.example/pull',
  PASAR_MBIZ_CLIENT_ID: 'pasar',
  PASAR_MBIZ_CLIENT_SECRET: 'a',
};
const CXML = {
  PASAR_MBIZ_CXML_URL: 'https://mbiz.example/cxml',
  PASAR_MBIZ_CXML_IDENTITY: 'pasar',
  PASAR_MBIZ_CXML_SUPPLIER: 'mbiz',
  PASAR_MBIZ_CXML_SECRET: 'b',
};
const cxml = {
  url: 'https://mbiz.example/cxml',
  identity: 'pasar',
  supplierIdentity: 'mbiz',
  sharedSecret: 'b',
};

it.each([
  ['nothing of it', {}, null],
  ['all of it', CXML, { cxml, mode: 'DIRECT' }],
  ['PunchOut', { ...CXML, PASAR_MBIZ_ORDERING: 'PUNCHOUT' }, { cxml, mode: 'PUNCHOUT' }],
  ['a way of ordering and nowhere to order', { PASAR_MBIZ_ORDERING: 'PUNCHOUT' }, null],
])('%s', (_, variables, ordering) => {
  expect(readSubgraphConfig({ ...CATALOGUE, ...variables }).access.mbiz?.ordering).toEqual(ordering);
});

it.each([
  ['a part of it', { ...CATALOGUE, ...CXML, PASAR_MBIZ_CXML_SECRET: '' }, 'PASAR_MBIZ_CXML_SECRET'],
  [
    'a way of ordering that is none',
    { ...CATALOGUE, ...CXML, PASAR_MBIZ_ORDERING: 'direct' },
    'PASAR_MBIZ_ORDERING',
  ],
  ['an address that is none', { ...CATALOGUE, ...CXML, PASAR_MBIZ_CXML_URL: 'mbiz' }, 'PASAR_MBIZ_CXML_URL'],
  ['orders without a catalogue', CXML, 'PASAR_MBIZ_URL'],
])('%s is refused, and named', (_, variables, name) => {
  expect(() => readSubgraphConfig(variables)).toThrow(ConfigurationError);
  expect(() => readSubgraphConfig(variables)).toThrow(name);
});

it('what the sandbox prints is what it takes orders by', async () => {
  const sandbox = await startSandbox({ scale: 0.001 });
  try {
    const lines = environmentOf(sandbox.access).map((line) => /^export (\w+)='(.*)'$/.exec(line) ?? []);
    const printed = Object.fromEntries(lines.map(([, name = '', value]) => [name, value]));
    const mbiz = readSubgraphConfig(printed).access.mbiz;
    expect(mbiz?.ordering).toEqual(sandbox.access.mbiz.ordering);
  } finally {
    await sandbox.close();
  }
});
