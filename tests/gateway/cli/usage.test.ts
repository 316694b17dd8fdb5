import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporary-folder';
import { runPasar } from './pasar-process';
import { restDefinition } from './rest-shop';

describe('pasar', () => {
  const folder = temporaryFolder();
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const good = file('good.pasar.yaml', restDefinition('https://toko.example'));
  const wrong = file(
    'wrong.pasar.yaml',
    ['pasar: 1', 'id: Toko Saya', 'name: Toko Saya', 'protocol: seller-feed', 'url: toko.example', ''].join(
      '\n',
    ),
  );

  it.each([
    ['of itself', ['--help'], /Usage: pasar [^]*init[^]*try[^]*check[^]*schema/],
    ['of a command', ['check', '--help'], /--with-orders/],
  ])('tells how it is used when asked: %s', async (_, args, help) => {
    const { code, out, err } = await runPasar(args);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(help);
  });

  it.each<[string, string[], number, RegExp]>([
    ['nothing', [], 2, /^Usage: pasar/],
    ['an unknown command', ['frob'], 2, /unknown command 'frob'/],
    ['an unknown option', ['check', good, '--frob'], 2, /unknown option '--frob'/],
    ['no file', ['check'], 2, /missing required argument 'file'/],
    [
      'no number',
      ['check', good, '--pages', 'many'],
      2,
      /--pages <n>.*Must be a whole number from 1 to 1000/,
    ],
    [
      'an unknown protocol',
      ['init', '--protocol', 'soap'],
      2,
      /Allowed choices are rest, graphql, toko-daring/,
    ],
    [
      'a file that is not there',
      ['try', '/nowhere.pasar.yaml'],
      2,
      /^\/nowhere\.pasar\.yaml can't be read \(ENOENT\); give the path of a file\n$/,
    ],
    ['a folder', ['check', folder], 2, /can't be read \(EISDIR\)/],
    [
      'no credentials',
      ['check', good],
      2,
      /^credentials are missing: token; give --credential token=… or PASAR_CREDENTIAL_TOKEN\n$/,
    ],
    [
      'a credential of another name',
      ['try', good, '--credential', 'key=x'],
      2,
      /^--credential: "key" is not known; must be one of token\n$/,
    ],
    [
      'a credential alone',
      ['try', good, '--credential', 'geheim'],
      2,
      /^--credential: must be name=value\n$/,
    ],
    ['no OpenAPI file', ['init', '--from', '/nowhere.json'], 2, /^\/nowhere\.json can't be read \(ENOENT\)/],
    [
      'OpenAPI for another protocol',
      ['init', '--from', 'x', '--protocol', 'cxml'],
      2,
      /^--from: an OpenAPI document describes REST/,
    ],
    ...['toko', 'TokoTani', 'PasarOffer', 'Offer', 'PartnerOffer', 'Toko Offer', 'JatimBejoOffer'].map(
      (name): [string, string[], number, RegExp] => [
        `${name} as a name of offers`,
        ['schema', '--subgraph', name],
        2,
        /^--subgraph: "[\w ]+" is [^\n]+\. Name it for your marketplace, for example TokoTaniOffer\.\n$/,
      ],
    ),
  ])('says in a line what to do about %s', async (_, args, code, told) => {
    const ran = await runPasar(args);
    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(told);
    expect(ran.out + ran.err).not.toMatch(/\n\s+at \S+ \(|geheim/);
  });

  it('tells what is wrong with a definition as compilers do', async () => {
    for (const command of ['check', 'try']) {
      const { code, out, err } = await runPasar([command, wrong]);
      expect([code, out]).toEqual([1, '']);
      expect(err.trimEnd().split('\n')).toEqual([
        `${wrong}:2:5: id must be lower-case words with hyphens, for example toko-tani`,
        `${wrong}:5:6: url must be an address, https://…`,
      ]);
    }
  });

  it('prints a schema that knows every protocol', async () => {
    const { code, out } = await runPasar(['schema']);
    const schema = JSON.parse(out) as { oneOf: { properties: { protocol: { const: string } } }[] };
    expect(code).toBe(0);
    expect(schema.oneOf.map(({ properties }) => properties.protocol.const).sort()).toEqual([
      'cxml',
      'federation',
      'rest',
      'seller-feed',
      'toko-daring',
    ]);
  });
});
