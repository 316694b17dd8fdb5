import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { parseMarketplaceId } from '../../adapters/core/ids';
import { createEasyShop, EASY_SHOP_KEY, type EasyShop } from '../../adapters/sandbox/partners/easy-shop';
import {
  createFederatedShop,
  FEDERATED_SHOP_SDL,
  FEDERATED_SHOP_TOKEN,
} from '../../adapters/sandbox/partners/federated-shop';
import { startFakeServer, type FakeServer, type Handler } from '../../adapters/sandbox/servers/fake-server';
import { actorOf, tokenFor } from '../support/actors';
import { describeInBrowser, launchBrowser } from '../support/browser';
import { ask } from '../support/graphql-client';
import { addressOf, startProcess, type StartedProcess } from '../support/processes';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

jest.setTimeout(120_000);

const GOODS = 30;
const PARTNERS = join(__dirname, '../../adapters/sandbox/partners');
const MANIFEST = readFileSync(join(PARTNERS, 'easy-shop.pasar.yaml'), 'utf8');
const FEDERATED_MANIFEST = readFileSync(join(PARTNERS, 'federated-shop.pasar.yaml'), 'utf8');

/** The easy shop's definition under another name. */
function definitionOf(url: string, { id = 'toko-contoh', name = 'Toko Contoh' } = {}): string {
  return MANIFEST.replace(/^url: .*$/m, `url: ${url}`)
    .replace(/^id: .*$/m, `id: ${id}`)
    .replace(/^name: .*$/m, `name: ${JSON.stringify(name)}`);
}

/** Everything that would run if it were read as markup. */
const IMAGE = '<img src=x onerror="window.ran=1">';
const SCRIPT = '<script>window.ran=2</script>';

/** A shop whose goods are called so; of the first no price can be read. */
function hostileShopOf({ handler, goods }: EasyShop): Handler {
  const { sku: first } = goods.at(0);
  const renamed = (product: Product): Product => ({
    ...product,
    name: `${SCRIPT}${IMAGE} ${product.name}`,
    ...(product.sku === first && { sku: SCRIPT, price: IMAGE }),
  });
  return async (request, knobs) => {
    const answer = (await handler(request, knobs)) as { body: Product | { data: Product[] } };
    const { body } = answer;
    if ('data' in body) return { ...answer, body: { ...body, data: body.data.map(renamed) } };
    return { ...answer, body: 'sku' in body ? renamed(body) : body };
  };
}

interface Product {
  readonly sku: string;
  readonly name: string;
}

describeInBrowser('the console')('the console in a browser', () => {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  let pasar: StartedProcess;
  let url: string;
  let shop: FakeServer;
  let hostileShop: FakeServer;
  const opened: FakeServer[] = [];
  let browser: Browser;
  let admin: string;
  const elsewhere: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    shop = await startFakeServer(createEasyShop({ size: GOODS }).handler);
    hostileShop = await startFakeServer(hostileShopOf(createEasyShop({ size: GOODS })));
    opened.push(shop, hostileShop);
    pasar = startProcess('gateway/main.ts', [], {
      PORT: '0',
      PASAR_DATA_DIR: dataDir,
      PASAR_SANDBOX_SCALE: '0.01',
      PASAR_ALLOW_PRIVATE_HOSTS: '1',
      PASAR_MAX_EVENT_LOOP_DELAY_MS: '60000', // a busy machine is no reason to turn the console away
    });
    url = await addressOf(pasar);
    admin = await tokenFor(
      dataDir,
      actorOf({ subject: 'admin', role: 'ADMIN', institution: null, workUnit: null }),
    );
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await pasar.stop();
    await Promise.all(opened.map((server) => server.close()));
  });

  function partnerOf(id: string): Promise<string> {
    const marketplace = parseMarketplaceId(id);
    return tokenFor(
      dataDir,
      actorOf({ subject: `${id}-staff`, role: 'PARTNER', institution: null, workUnit: null, marketplace }),
    );
  }

  /** As someone who has never been here. */
  async function visit(path = '', token?: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(30_000);
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) elsewhere.push(request.url());
    });
    page.on('console', (message) => {
      // What the browser itself says of an answer that refuses a token; it is shown on the page as well.
      if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${url}/console${path}`);
    if (token !== undefined) await signIn(page, token);
    return page;
  }

  async function signIn(page: Page, token: string): Promise<void> {
    await page.getByLabel('Token', { exact: true }).fill(token);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  }

  const row = (page: Page, id: string): Locator => page.locator(`tr[data-id="${id}"]`);
  const press = (page: Page, name: string | RegExp): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click();
  const heading = (page: Page, text: string): Promise<void> =>
    page.getByRole('heading', { name: text, exact: true }).waitFor();
  const state = (page: Page, text: string): Promise<void> =>
    page.locator('.title .badge', { hasText: text }).waitFor();

  interface Registered {
    readonly registerMarketplace: { readonly problems: readonly { message: string }[] };
  }

  async function register(document: string, secret = { name: 'key', value: EASY_SHOP_KEY }): Promise<void> {
    const { data, errors } = await ask<Registered>(
      url,
      'mutation ($input: RegisterMarketplaceInput!) { registerMarketplace(input: $input) { problems { message } } }',
      { input: { document, credentials: [secret] } },
      admin,
    );
    expect([data.registerMarketplace.problems, errors]).toEqual([[], undefined]);
  }

  /** Lets a file fall onto the place for definitions. */
  async function drop(page: Page, text: string): Promise<void> {
    const files = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([${JSON.stringify(text)}], 'toko.pasar.yaml'));
      return transfer;
    })()`);
    await page.dispatchEvent('.editor', 'drop', { dataTransfer: files });
    await until(async () => (await page.locator('#definition').inputValue()) === text);
  }

  describe('who one is', () => {
    it('shows to those without a token what is public, and nothing to change', async () => {
      const page = await visit();
      await row(page, 'mbiz').waitFor();
      expect(await page.locator('tbody tr').count()).toBe(3);
      expect(await page.getByRole('link', { name: 'Register' }).count()).toBe(0);
      await row(page, 'mbiz').getByRole('link').click();
      await heading(page, 'Mbiz');
      expect(await page.locator('main button').count()).toBe(0);
    });

    it.each([
      ['that is none', 'nonsense', 'authorization: that is no token (JWT).'],
      ['of another key', `${'e30.'.repeat(2)}c2ln`, 'authorization: '],
    ])(
      "tells in the graph's words why a token %s is not believed, and forgets it",
      async (_, token, words) => {
        const page = await visit();
        await page.getByLabel('Token', { exact: true }).fill(token);
        await press(page, 'Use token');
        await page.getByRole('alert').filter({ hasText: words }).waitFor();
        expect([await page.evaluate('sessionStorage.length'), page.url()]).toEqual([0, `${url}/console`]);
      },
    );

    it('keeps a token for the tab alone, and in no address', async () => {
      const page = await visit('', admin);
      await page.getByText('Administrator').waitFor();
      await page.reload();
      await page.getByText('Administrator').waitFor();
      expect(await page.evaluate('localStorage.length + document.cookie.length')).toBe(0);
      expect(page.url()).not.toContain(admin);
      await press(page, 'Sign out');
      await page.getByText('Not signed in').waitFor();
      expect(await page.evaluate('sessionStorage.length')).toBe(0);
    });

    it('offers the tokens of the sandbox where there are any', async () => {
      const page = await visit();
      const offered = page.getByLabel('Take a token of the sandbox');
      await offered.waitFor();
      // Those of buyers and auditors do nothing here.
      expect(await offered.locator('option').allInnerTexts()).toEqual(['Sandbox token…', 'ADMIN']);
      await offered.selectOption('ADMIN');
      await page.getByText('Administrator').waitFor();
    });
  });

  describe('joining', () => {
    let page: Page;
    beforeAll(async () => {
      page = await visit('', await partnerOf('toko-contoh'));
      await page.getByText('Nothing is registered yet.').waitFor();
    });

    it('marks the lines of a definition that are wrong, and leads there', async () => {
      await page.getByRole('link', { name: 'Register' }).click();
      const lines = definitionOf(shop.url).replace('type: page\n', 'type: pages\n').split('\n');
      const at = lines.findIndex((line) => line.includes('type: pages')) + 1;
      await page.locator('#definition').fill(lines.join('\n'));
      await press(page, 'Register');
      await page.locator('.problems', { hasText: 'paging.type' }).waitFor();
      expect(await page.locator('.wrong').count()).toBe(1);
      expect(await page.locator('.wrong').getAttribute('data-line')).toBe(String(at));
      await press(page, `line ${at}:9`);
      const cursor = await page.evaluate(
        `((area) => area.value.slice(area.selectionStart).split('\\n')[0])(document.activeElement)`,
      );
      expect(cursor).toBe('pages');
    });

    it('takes a dropped file, and asks for the secrets that it needs', async () => {
      await drop(page, definitionOf(shop.url));
      expect(await page.locator('.wrong').count()).toBe(0);
      await press(page, 'Register');
      await page.getByText('the secret "key" is missing; send it along').waitFor();
      const value = page.getByLabel('Value of the secret');
      expect(await value.getAttribute('type')).toBe('password');
      expect(await value.getAttribute('autocomplete')).toBe('off');
      await value.fill(EASY_SHOP_KEY);
    });

    it('goes on to the check, shows its report and offers to publish', async () => {
      await page.getByLabel('Value of the secret').press('Enter');
      await state(page, 'Checked');
      await heading(page, 'Report of version 1');
      await page.locator('.report .badge', { hasText: 'Conforms' }).waitFor();
      await page.getByText(/\d+ rules kept/).waitFor();
      await press(page, 'Publish version 1');
      await state(page, 'Live');
      expect(await page.getByRole('button', { name: /^Publish/ }).count()).toBe(0);
    });

    it('shows the offers as they come in', async () => {
      await page
        .locator('.facts dd', { hasText: String(GOODS) })
        .first()
        .waitFor();
      await page.getByRole('link', { name: 'Marketplaces', exact: true }).click();
      await row(page, 'toko-contoh').waitFor();
      const cells = row(page, 'toko-contoh').locator('td');
      await until(async () => (await cells.last().innerText()).includes('kept'));
      expect(await cells.nth(1).innerText()).toBe('Live');
      expect(await cells.nth(3).innerText()).toBe(String(GOODS));
      const anyone = await visit();
      await row(anyone, 'toko-contoh').waitFor();
    });

    it('never shows a secret again', async () => {
      await page.getByRole('link', { name: 'Toko Contoh' }).click();
      await press(page, 'Definition');
      await page.locator('.definition', { hasText: 'protocol: rest' }).waitFor();
      await page.getByText('Secrets: key').waitFor();
      expect(await page.content()).not.toContain(EASY_SHOP_KEY);
    });

    it('suspends only when it is confirmed, with a reason, and resumes', async () => {
      await press(page, 'Suspend…');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await state(page, 'Live');

      await press(page, 'Suspend…');
      await page.keyboard.type('Stock-taking until Monday');
      await press(page, 'Suspend');
      await state(page, 'Suspended');
      await page.locator('.taken', { hasText: 'Suspended version 1 — Stock-taking until Monday' }).waitFor();
      const anyone = await visit();
      await row(anyone, 'mbiz').waitFor();
      expect(await row(anyone, 'toko-contoh').count()).toBe(0);

      await press(page, 'Resume');
      await state(page, 'Live');
    });

    it('takes a new version with the secrets of the last one, and rolls back', async () => {
      await page.getByRole('link', { name: 'New version' }).click();
      const area = page.locator('#definition');
      await until(async () => (await area.inputValue()).includes('Toko Contoh'));
      await area.fill((await area.inputValue()).replace(/^name: .*$/m, 'name: Toko Baru'));
      await press(page, 'Register');
      await press(page, 'Publish version 2');
      await heading(page, 'Toko Baru');
      await press(page, 'Roll back to version 1');
      await heading(page, 'Toko Contoh');
      expect(await page.getByRole('button', { name: /^Roll back/ }).count()).toBe(0);
      expect(await page.locator('.taken li').first().innerText()).toContain('Rolled back version 1');
    });

    it('shows that a check is under way, and its report as soon as there is one', async () => {
      shop.knobs.latencyMs = 500;
      await press(page, 'Check version 2');
      await page.locator('.report .badge', { hasText: 'Being checked' }).waitFor();
      expect(await page.getByRole('button', { name: /^Check version/ }).count()).toBe(0);
      shop.knobs.latencyMs = 0;
      await page.locator('.report .badge', { hasText: 'Conforms' }).waitFor();
    });

    it('shows first what must be mended, and does not publish it', async () => {
      await page.goto(`${url}/console#/register/toko-contoh`);
      await until(async () => (await page.locator('#definition').inputValue()) !== '');
      await press(page, 'Add a secret');
      await page.getByLabel('Name of the secret').fill('key');
      await page.getByLabel('Value of the secret').fill('not-the-key');
      await press(page, 'Register');
      await page.locator('.report .badge', { hasText: 'Does not conform' }).waitFor();
      expect(await page.locator('.rule .badge').first().innerText()).toBe('Must');
      expect(await page.locator('.finding').first().innerText()).toMatch(/Where[^]*Expected[^]*Got[^]*To do/);
      expect(await page.getByRole('button', { name: 'Publish version 3' }).count()).toBe(0);
      await state(page, 'Live'); // in its first version still
      expect(await page.content()).not.toContain('not-the-key');
    });

    it('says of which version the last report is, and how the one that is served did', async () => {
      await page.locator('.facts', { hasText: 'version 1' }).waitFor();
      expect(await page.locator('.facts').first().innerText()).toMatch(/Live\s+version 1 Conforms/);
      await page.goto(`${url}/console#/`);
      const report = row(page, 'toko-contoh').locator('td').last();
      await until(async () => (await report.innerText()).includes('must be mended'));
      expect(await report.innerText()).toMatch(/^Version 3: \d+ must be mended[^]*Live: version 1 Conforms$/);
    });
  });

  describe('managing', () => {
    it('shows a partner its own marketplace, and of others what anyone may see', async () => {
      await register(definitionOf(shop.url, { id: 'toko-lain', name: 'Toko Lain' }));
      const page = await visit('', await partnerOf('toko-contoh'));
      await row(page, 'toko-contoh').waitFor();
      expect(await page.locator('tbody tr').count()).toBe(1);
      await page.goto(`${url}/console#/marketplaces/toko-lain`);
      await heading(page, 'Not found');
      await page.goto(`${url}/console#/marketplaces/mbiz`);
      await heading(page, 'Mbiz');
      expect(await page.locator('main button').count()).toBe(0);
    });

    it("shows the graph's error when another's marketplace is registered", async () => {
      const page = await visit('#/register', await partnerOf('toko-contoh'));
      await drop(page, definitionOf(shop.url, { id: 'toko-lain' }));
      await press(page, 'Register');
      const told = page.locator('.problems', {
        hasText: '"toko-lain" is not the marketplace that your token names.',
      });
      await told.waitFor();
      expect(await told.innerText()).toContain('FORBIDDEN');
    });

    it('leaves what an administrator suspended to administrators', async () => {
      const byAdmin = await visit('#/marketplaces/toko-contoh', admin);
      await press(byAdmin, 'Suspend…');
      await press(byAdmin, 'Suspend');
      await state(byAdmin, 'Suspended');
      const byPartner = await visit('#/marketplaces/toko-contoh', await partnerOf('toko-contoh'));
      await byPartner.getByText('Those who run Pasar suspended it').waitFor();
      expect(await byPartner.getByRole('button', { name: 'Resume' }).count()).toBe(0);
      await press(byAdmin, 'Resume');
      await state(byAdmin, 'Live');
    });

    it('says what stands in the way of what the page still offered, and shows how it is now', async () => {
      const byPartner = await visit('#/marketplaces/toko-contoh', await partnerOf('toko-contoh'));
      await byPartner.getByRole('button', { name: 'Suspend…' }).waitFor();
      const byAdmin = await visit('#/marketplaces/toko-contoh', admin);
      await press(byAdmin, 'Suspend…');
      await press(byAdmin, 'Suspend');
      await state(byAdmin, 'Suspended');
      await press(byPartner, 'Suspend…');
      await press(byPartner, 'Suspend');
      const told = byPartner.locator('.problems', { hasText: '"toko-contoh" is suspended already' });
      await told.waitFor();
      expect(await told.innerText()).toContain('It is not suspended');
      await state(byPartner, 'Suspended');
      await press(byAdmin, 'Resume');
      await state(byAdmin, 'Live');
    });

    it('lists what a new version would break, and lets administrators accept what nobody uses', async () => {
      const poorer = FEDERATED_SHOP_SDL.replace(/^.*\n +origin: String\n/m, '');
      const shops = await Promise.all(
        [{}, { sdl: poorer }].map((options) => startFakeServer(createFederatedShop(options).handler)),
      );
      opened.push(...shops);
      const [before = '', after = ''] = shops.map((server) =>
        FEDERATED_MANIFEST.replace(/^url: .*$/m, `url: ${server.url}/graphql`),
      );
      const secret = { name: 'token', value: FEDERATED_SHOP_TOKEN };
      const page = await visit('#/marketplaces/toko-federasi', admin);
      for (const [at, document] of [before, after].entries()) {
        await register(document, secret);
        await page.reload();
        await press(page, `Check version ${at + 1}`);
        await press(page, `Publish version ${at + 1}`);
        if (at === 0) await state(page, 'Live');
      }
      const told = page.locator('.problems', { hasText: 'TokoFederasiOffer.origin' });
      await told.waitFor();
      expect(await told.innerText()).toMatch(/Would break clients[^]*0 operations of the last 30 days/);
      await press(page, 'Accept these changes');
      await page.getByRole('button', { name: 'Roll back to version 1' }).waitFor();
    });

    it('finds one among many, and draws no more than 200', async () => {
      const names = Array.from({ length: 210 }, (_, at) => `toko-nomor-${at + 1}`);
      for (const id of names) await register(definitionOf(shop.url, { id, name: id.replaceAll('-', ' ') }));
      const page = await visit('', admin);
      await page.getByText('The first 200 are shown').waitFor();
      expect(await page.locator('tbody tr').count()).toBe(200);
      await page.getByLabel('Filter marketplaces').fill('NOMOR-210 draft');
      await page.getByText(/^1 of \d+ marketplaces fit the filter/).waitFor();
      // By the keyboard alone.
      await until(async () => {
        await page.keyboard.press('Tab');
        return (await page.locator('td a:focus').count()) === 1;
      });
      await page.keyboard.press('Enter');
      await heading(page, 'toko nomor 210');
    });
  });

  describe("partners' texts are texts", () => {
    const name = `${IMAGE} Toko`;
    let page: Page;
    beforeAll(async () => {
      const document = `# ${SCRIPT}\n${definitionOf(hostileShop.url, { id: 'toko-jahat', name })}`;
      await register(document);
      page = await visit('#/marketplaces/toko-jahat', admin);
      await press(page, 'Check version 1');
      await press(page, 'Publish version 1');
      await state(page, 'Live');
      await page.getByText(`${GOODS - 1}`, { exact: true }).waitFor();
      await press(page, 'Suspend…');
      await page.keyboard.type(SCRIPT);
      await press(page, 'Suspend');
      await state(page, 'Suspended');
      await press(page, 'Resume');
      await state(page, 'Live');
      await page.getByText('The latest records that were not understood').waitFor();
    });
    const at = (hash: string) => async () => {
      await page.goto(`${url}/console#/`);
      await page.goto(`${url}/console${hash}`);
    };
    const opened = at('#/marketplaces/toko-jahat');
    const registering = (document: string, secret?: string) => async () => {
      await at('#/register')();
      await page.locator('#definition').fill(document);
      if (secret !== undefined) {
        await page.getByLabel('Name of the secret').fill(secret);
        await page.getByLabel('Value of the secret').fill('x');
      }
      await press(page, 'Register');
    };

    it.each<[where: string, text: string, place: string, go: () => Promise<void>]>([
      ['a name in the list', name, 'td', at('#/')],
      ['a name as a heading', name, 'h1', opened],
      ['a reason', SCRIPT, '.taken', opened],
      ['a finding of a report', IMAGE, '.finding', opened],
      [
        'a record that is not understood',
        SCRIPT,
        '.brief li',
        async () => {
          await opened();
          await page.getByText('The latest records that were not understood').click();
        },
      ],
      [
        'a definition',
        SCRIPT,
        '.definition',
        async () => {
          await opened();
          await press(page, 'Definition');
        },
      ],
      [
        'a question',
        name,
        'dialog',
        async () => {
          await opened();
          await press(page, 'Suspend…');
        },
      ],
      ['a field of a definition', IMAGE, '.problems', registering(`${MANIFEST}\n'${IMAGE}': 1`)],
      ['what is no YAML', 'is no YAML', '.problems', registering(`a: [${SCRIPT}\n${IMAGE}: {`)],
      ['an address', IMAGE, 'main code', at(`#/marketplaces/${encodeURIComponent(IMAGE)}`)],
    ])('%s', async (_where, text, place, go) => {
      await go();
      await page.locator(place, { hasText: text }).first().waitFor();
      const made = await page.evaluate(`({
        ran: 'ran' in window,
        elements: document.querySelectorAll('body img, body script, main [href^="javascript"]').length,
      })`);
      expect(made).toEqual({ ran: false, elements: 0 });
      await page.keyboard.press('Escape');
    });

    it('cannot be read as markup even by mistake', async () => {
      const refused = await page.evaluate(`(() => {
        try {
          document.createElement('div').innerHTML = ${JSON.stringify(IMAGE)};
          return null;
        } catch (error) {
          return error.message;
        }
      })()`);
      expect(refused).toContain('TrustedHTML');
      complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes('TrustedHTML')));
    });
  });

  it('fits a narrow page: nothing has to be scrolled sideways', async () => {
    const page = await visit('', admin);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const hash of ['#/', '#/register', '#/marketplaces/toko-contoh']) {
      await page.goto(`${url}/console${hash}`);
      await page.locator('tbody tr, #definition, .report').first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
  });

  it('reaches no other host, and nothing in it is refused by the content security policy', () => {
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is confined by a stricter policy than the playground', async () => {
    const policy = (await fetch(`${url}/console`)).headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "require-trusted-types-for 'script'",
    ])
      expect(policy.split(';')).toContain(part);
    expect(policy).not.toMatch(/unsafe|https?:/);
  });
});
