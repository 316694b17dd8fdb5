import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { LIVE_RULES } from '../../adapters/conformance/live-rules';
import { parseMarketplaceId } from '../../adapters/core/ids';
import { partnerDefinitionSchema } from '../../adapters/partners/partner-definition';
import { readDefinition } from '../../adapters/partners/read-definition';
import { FUNCTIONS } from '../../adapters/protocols/rest/expression-functions';
import { createFederatedShop, FEDERATED_SHOP_TOKEN } from '../../adapters/sandbox/partners/federated-shop';
import { startPartnerShops, type PartnerShops } from '../../adapters/sandbox/partners/start-shops';
import { startFakeServer } from '../../adapters/sandbox/servers/fake-server';
import { PARTNER_QUOTA } from '../../subgraphs/catalogue/indexing/partner-indexer';
import { checkSubgraph } from '../../subgraphs/registry/onboarding/check-subgraph';
import { FITS_WITH_ALL } from '../../subgraphs/registry/onboarding/fitting';
import { callWithin } from '../support/call';
import { freePort } from '../support/free-port';
import { isIn, linesNotIn, readGuide, type GuideBlock } from '../support/guide';
import { openShell, type Ran, type Shell } from '../support/shell';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const ROOT = join(__dirname, '../..');
const GUIDE = join(ROOT, 'docs/partners.md');
const SHOPS = join(ROOT, 'adapters/sandbox/partners');
const page = readFileSync(GUIDE, 'utf8');
const blocks = readGuide(GUIDE);
const REPOSITORY = [
  'adapters',
  'gateway',
  'node_modules',
  'package.json',
  'schema',
  'subgraphs',
  'tsconfig.json',
];

const PATIENCE = 240_000;

type Kind = GuideBlock['directives'][number]['kind'];
function directive<K extends Kind>({ directives }: GuideBlock, kind: K) {
  return directives.find((each): each is Extract<typeof each, { kind: K }> => each.kind === kind);
}

describe('the commands of the guide, in their order', () => {
  const folder = temporaryFolder();
  let shell: Shell;
  let shops: PartnerShops;
  let port: number;
  let last: Ran = { code: 0, output: '' };

  beforeAll(async () => {
    // The repository as a reader has it, but that what is written there is written here.
    for (const entry of REPOSITORY) symlinkSync(join(ROOT, entry), join(folder, entry));
    shops = await startPartnerShops({ port: 0 });
    port = await freePort();
    shell = openShell({
      folder,
      environment: {
        PORT: String(port),
        PASAR_URL: `http://127.0.0.1:${port}`,
        PASAR_LOG_LEVEL: 'warn',
        TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.json'), // a link to it would be of another folder
        npm_config_loglevel: 'error',
        npm_config_update_notifier: 'false',
        npm_config_offline: 'true', // npx takes what is here, or nothing
      },
    });
  });
  afterAll(async () => {
    await shell.close();
    await shops.close();
  }, 60_000);

  /** A text of the page with the ports that are used here. */
  const here = (text: string): string =>
    text
      .replaceAll('127.0.0.1:4000', `127.0.0.1:${port}`)
      .replaceAll('http://127.0.0.1:4021', shops.easy.server.url);

  async function carryOut(block: GuideBlock): Promise<void> {
    const script = here(block.text);
    const background = directive(block, 'background');
    const again = directive(block, 'again');
    const fails = directive(block, 'fails');
    if (background !== undefined) return startAndWait(script, here(background.answers));
    if (again !== undefined) {
      await until(async () => {
        last = await shell.runAside(script);
        return last.code === 0 && isIn(last.output, again.text);
      }, PATIENCE).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${last.output}`);
      });
      return;
    }
    last = fails === undefined ? await shell.run(script) : await shell.runAside(script);
    expect(last).toEqual({ code: fails?.code ?? 0, output: last.output });
  }

  async function startAndWait(script: string, address: string): Promise<void> {
    const started = shell.start(script);
    await until(async () => {
      if (!started.isRunning()) throw new Error(`it ended:\n${started.output()}`);
      return (await fetch(address).catch(() => null))?.ok ?? false;
    }, PATIENCE);
  }

  const commands = blocks.flatMap((block, i) => {
    if (block.language !== 'sh' || directive(block, 'skip') !== undefined) return [];
    const next = blocks[i + 1];
    const shown = next?.language === 'text' ? next.text : null;
    return [{ name: `line ${block.line}: ${block.text.split('\n')[0] ?? ''}`, block, shown }];
  });

  it.each(commands)(
    '$name',
    async ({ block, shown }) => {
      await carryOut(block);
      const contains = directive(block, 'contains');
      if (contains !== undefined) expect(isIn(last.output, contains.text)).toBe(true);
      if (shown !== null)
        expect({ missing: linesNotIn(last.output, shown), of: last.output }).toMatchObject({ missing: [] });
    },
    PATIENCE + 30_000,
  );

  it('are many, and what they show is compared', () => {
    expect(commands.length).toBeGreaterThan(15);
    expect(commands.filter(({ shown }) => shown !== null).length).toBeGreaterThan(10);
  });
});

describe('the definitions of the guide', () => {
  const marked = blocks.filter(({ language }) => language === 'yaml');
  /** What the commands write, piece by piece. */
  const written = blocks
    .flatMap(({ text }) => [...text.matchAll(/<<'YAML'\n([\s\S]*?)\nYAML$/gm)])
    .map(([, text]) => text ?? '')
    .join('\n');

  it.each(marked.filter((block) => directive(block, 'definition') !== undefined))(
    'line $line is whole',
    ({ text }) => expect(readDefinition(text).problems).toEqual([]),
  );

  it.each(marked.filter((block) => directive(block, 'from') !== undefined))(
    'line $line is what a shop of the sandbox really has',
    (block) => {
      const file = directive(block, 'from')?.file ?? '';
      expect(readFileSync(join(SHOPS, file), 'utf8')).toContain(`${block.text}\n`);
    },
  );

  it.each(marked.filter((block) => directive(block, 'part') !== undefined))(
    'line $line fits into the definition that the guide writes',
    ({ text }) => {
      const whole = { ...(parse(written) as object), ...(parse(text) as object) };
      expect(readDefinition(JSON.stringify(whole)).problems).toEqual([]);
    },
  );

  it('are all tested in one of these ways', () => {
    expect(marked.length).toBeGreaterThan(15);
    expect(marked.filter(({ directives }) => directives.length !== 1)).toEqual([]);
  });
});

describe('the tables and lists of the guide', () => {
  /** Cells of all rows whose first cell fits. */
  const rows = (first: RegExp): readonly (readonly string[])[] =>
    page
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.slice(2, -2).split(' | '))
      .filter(([cell]) => first.test(cell ?? ''));

  it('have the rules of the check as they are', () => {
    expect(rows(/^LIVE-\d+$/)).toEqual(LIVE_RULES.map(({ id, level, title }) => [id, level, title]));
  });

  it('have the rules for subgraphs as they are', async () => {
    const server = await startFakeServer(createFederatedShop().handler);
    const id = parseMarketplaceId('toko-federasi');
    if (id === null) throw new Error('an id');
    const { definition } = readDefinition(
      JSON.stringify({
        pasar: 1,
        id,
        name: 'Toko Federasi',
        protocol: 'federation',
        url: `${server.url}/graphql`,
      }),
    );
    if (definition?.protocol !== 'federation') throw new Error('a definition');
    const { results } = await checkSubgraph(
      definition,
      { token: FEDERATED_SHOP_TOKEN },
      {
        hosts: { privateHosts: true },
        call: callWithin(),
        fitting: { title: FITS_WITH_ALL, findings: () => Promise.resolve([]) },
      },
    );
    await server.close();
    expect(rows(/^SUBGRAPH-\d+$/)).toEqual(results.map(({ id: rule, level, title }) => [rule, level, title]));
  });

  it('have what an order holds as its own comment has it', () => {
    const source = readFileSync(join(ROOT, 'adapters/protocols/rest/order-variables.ts'), 'utf8');
    const told = source.split('\n').flatMap((line) => /^ \* (\| `.*)$/.exec(line)?.[1] ?? []);
    expect(told.length).toBeGreaterThan(20);
    for (const row of told) expect(page).toContain(row);
  });

  it('have the quota of partners', () => {
    const { records, pages, readingMs, pageMs, turnMs } = PARTNER_QUOTA;
    const thousands = (count: number): string => count.toLocaleString('en');
    expect(page).toContain(
      `| a feed | ${thousands(records)} records, ${thousands(pages)} pages, ${readingMs / 60_000} minutes;`,
    );
    expect(page).toContain(`10,000 records, ${pageMs / 1_000} s |`);
    expect(turnMs).toBe(60_000); // "after a minute"
  });

  it('have the functions of expressions', () => {
    const [, told = ''] = /these functions: `([a-z_\s]+)`/.exec(page) ?? [];
    expect(told.split(/\s+/).sort()).toEqual(Object.keys(FUNCTIONS).sort());
  });

  it('have every option of a definition', () => {
    const code = [...page.matchAll(/```yaml\n[\s\S]*?\n```|`[^`\n]+`/g)].map(([text]) => text).join('\n');
    const known = new Set(code.match(/\w+/g));
    const options = optionsIn(z.toJSONSchema(partnerDefinitionSchema, { io: 'input' }));
    expect(options.size).toBeGreaterThan(80);
    expect([...options].filter((name) => !known.has(name))).toEqual([]);
  });
});

/** Names of properties, at any depth of a JSON Schema. */
function optionsIn(schema: unknown, found = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, unknown>> };
  for (const name of Object.keys(properties)) found.add(name);
  for (const below of Object.values(schema)) optionsIn(below, found);
  return found;
}
