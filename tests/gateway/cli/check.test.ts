import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import type { ConformanceReport } from '../../../adapters/conformance/rule';
import {
  startFakeServer,
  type FakeServer,
  type Handler,
} from '../../../adapters/sandbox/servers/fake-server';
import { temporaryFolder } from '../../support/temporary-folder';
import { startProcess } from '../../support/processes';
import { until } from '../../support/until';
import { runPasar } from './pasar-process';
import { product, PRODUCTS, restDefinition, restShop, TOKEN } from './rest-shop';

const WITH_TOKEN = { PASAR_CREDENTIAL_TOKEN: TOKEN };

describe('pasar check', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'toko.pasar.yaml');
  let handler: Handler;
  let server: FakeServer;
  beforeEach(async () => {
    handler = restShop();
    server = await startFakeServer((...args) => handler(...args));
    writeFileSync(file, restDefinition(server.url));
  });
  afterEach(() => server.close());
  const check = (args: readonly string[] = [], environment: Record<string, string> = WITH_TOKEN) =>
    runPasar(['check', file, '--allow-private-hosts', ...args], environment);
  const failed = ({ results }: ConformanceReport) =>
    results.filter(({ outcome }) => outcome === 'FAILED').map(({ id }) => id);

  it('passes a good API, and places no order', async () => {
    const { code, out, err } = await check();
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^LIVE-01 {3}MUST {4}✓ {2}every feed can be read, and offers are in it\n/);
    expect(out).toMatch(/\n25 offers seen; \d+ passed, 0 failed, \d+ skipped\. Conforms\.\n$/);
    expect(server.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('places an order for one piece of the cheapest thing where it may, and takes it back', async () => {
    const { code, out } = await check(['--with-orders', '--json']);
    const report = JSON.parse(out) as ConformanceReport;
    expect([code, failed(report)]).toEqual([0, []]);
    expect(report.results.find(({ id }) => id === 'LIVE-55')?.outcome).toBe('PASSED');
    const [first] = server.requests.filter(({ method }) => method === 'POST');
    expect(JSON.parse(first?.body ?? '')).toMatchObject({
      sku: 'BRS-001',
      reference: expect.stringMatching(/^PSR-[0-9A-Z]{16}$/),
    });
  });

  it('tells what is wrong, where, and what to do about it', async () => {
    handler = restShop([product(1, { price: 'gratis' }), ...PRODUCTS.slice(1)]);
    const { code, out } = await check();
    expect(code).toBe(0); // one record of 25 is a SHOULD
    expect(out).toMatch(
      /LIVE-04 {3}SHOULD {2}✗ .*\n {21}\$\.data\[0\]\.price \(page 1\)\n {23}expected .*\n {23}got .*gratis.*\n {23}fix .*mapping\.price/,
    );
  });

  it.each<[string, Handler, string[]]>([
    ['names are missing', restShop(PRODUCTS.map((each) => ({ ...each, name: '' }))), ['LIVE-01', 'LIVE-03']],
    [
      'a page is ignored',
      (request, knobs) => {
        const { query } = request;
        if (query.has('page')) query.set('page', '1');
        return restShop()(request, knobs);
      },
      ['LIVE-11', 'LIVE-13'],
    ],
    [
      'everyone is let in',
      (request, knobs) =>
        restShop()({ ...request, headers: { ...request.headers, authorization: `Bearer ${TOKEN}` } }, knobs),
      ['LIVE-30'],
    ],
    ['nothing answers', () => ({ status: 503, body: {} }), ['LIVE-01']],
  ])('does not let it through where %s', async (_, broken, rules) => {
    handler = broken;
    const { code, out } = await check(['--json']);
    const report = JSON.parse(out) as ConformanceReport;
    const must = new Set(report.results.filter(({ level }) => level === 'MUST').map(({ id }) => id));
    expect([code, report.conforms]).toEqual([1, false]);
    expect(failed(report).filter((id) => must.has(id))).toEqual(rules);
  });

  it('reads no more pages than it is told to', async () => {
    const { out } = await check(['--json', '--pages', '1']);
    expect((JSON.parse(out) as ConformanceReport).offersSeen).toBe(10);
  });

  it('writes JUnit XML beside what it prints', async () => {
    handler = () => ({ status: 503, body: { error: '<&>' } });
    const junit = join(folder, 'report.xml');
    const { code, out } = await check(['--junit', junit]);
    expect([code, out.includes('Does not conform')]).toEqual([1, true]);
    const names: string[] = [];
    const parser = new SaxesParser();
    parser.on('opentag', ({ name }) => names.push(name));
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(readFileSync(junit, 'utf8')).close();
    expect(names.filter((name) => name === 'failure')).toHaveLength(1);
    const unwritable = await check(['--junit', join(folder, 'no', 'where.xml')]);
    expect([unwritable.code, unwritable.err]).toEqual([
      2,
      expect.stringMatching(/^--junit: .* can't be written \(ENOENT\)\n$/),
    ]);
  });

  it.each([
    ['an option', ['--credential', `token=${TOKEN}`], {}],
    ['the environment', [], WITH_TOKEN],
    [
      'an option before the environment',
      ['--credential', `token=${TOKEN}`],
      { PASAR_CREDENTIAL_TOKEN: 'old' },
    ],
  ])('takes credentials from %s, and repeats them nowhere', async (_, args, environment) => {
    const { code, out, err } = await check(args, environment);
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toContain(TOKEN);
  });

  it('calls no private address unless it is allowed to', async () => {
    const { code, out } = await runPasar(['check', file], WITH_TOKEN);
    expect(code).toBe(2);
    expect(out).toMatch(/LIVE-01 {3}MUST {4}✗/);
    expect(out).toMatch(/Could not be checked: no request was answered\.\n$/);
    expect(server.received()).toBe(0);
  });

  it.each<[string, () => unknown, number]>([
    ['answers that it fails', () => (handler = () => ({ status: 503, body: {} })), 1],
    ['answers what is no JSON', () => (handler = () => ({ body: '<html>', type: 'text/html' })), 1],
    ['lets nobody in', () => (handler = () => ({ status: 403, body: {} })), 1],
    ['is not there', () => server.close(), 2],
  ])('ends with what it could find out of a shop that %s', async (_, breaks, code) => {
    await breaks();
    const checked = await check(['--json']);
    expect([checked.code, checked.err]).toEqual([code, '']);
    expect(JSON.parse(checked.out)).toMatchObject({ conforms: false, answered: code === 1, problems: [] });
  });

  describe('a definition that is none', () => {
    const junit = join(folder, 'none.xml');
    beforeEach(() => {
      writeFileSync(file, restDefinition(server.url).replace('"price":', '"prise":'));
      writeFileSync(junit, '');
    });

    it('is told to programs with its places, and checked no further', async () => {
      const { code, out, err } = await check(['--json', '--junit', junit]);
      expect(code).toBe(1);
      expect(err).toMatch(/toko\.pasar\.yaml:\d+:\d+: mapping\.price is missing\n/);
      const report = JSON.parse(out) as { problems: readonly { line: number; path: string }[] };
      expect(report).toMatchObject({
        file,
        marketplace: null,
        conforms: false,
        answered: false,
        results: [],
        problems: expect.arrayContaining([
          { line: 1, column: expect.any(Number), path: 'mapping.price', message: 'is missing' },
        ]),
      });
      const cases: unknown[] = [];
      const failures: unknown[] = [];
      const parser = new SaxesParser();
      parser.on('opentag', ({ name, attributes }) => {
        if (name === 'testcase') cases.push(attributes);
        if (name === 'failure') failures.push(attributes['message']);
      });
      parser.write(readFileSync(junit, 'utf8')).close();
      expect(cases).toHaveLength(report.problems.length);
      expect(cases[0]).toMatchObject({
        classname: 'pasar.DEFINITION',
        name: expect.stringMatching(/^1:\d+ mapping\./),
      });
      expect(failures).toContain('is missing');
      expect(server.received()).toBe(0);
    });

    it('is told to people as before', async () => {
      const { code, out, err } = await check();
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(/^\S+:1:\d+: mapping\.pri[cs]e /);
    });

    it.each([
      ['is not there', () => rmSync(file), []],
      ['has no credentials', () => writeFileSync(file, restDefinition(server.url)), ['--credential', 'x=y']],
    ])('ends with 2 and without a report where it %s', async (_, breaks, args) => {
      breaks();
      const { code, out } = await check(['--json', ...args]);
      expect([code, out]).toEqual([2, '']);
    });
  });

  it('stops when it is told to, and says so', async () => {
    handler = () => new Promise(() => undefined);
    const started = startProcess(
      'gateway/cli/pasar.ts',
      ['check', file, '--allow-private-hosts'],
      WITH_TOKEN,
    );
    await until(() => server.received() > 0);
    expect(await started.stop()).toBe(1);
    expect(started.output()).toBe('broken off\n');
  });
});
