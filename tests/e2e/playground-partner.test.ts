import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { tokenFor } from '../support/actors';
import { describeInBrowser, launchBrowser } from '../support/browser';
import { ask } from '../support/graphql-client';
import { startFederatedShop, type JoiningFederatedShop } from '../support/joining-shops';
import { partnerActor } from '../support/partner-graph';
import { addressOf, startNode, startProcess, type StartedProcess } from '../support/processes';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const ID = 'toko-federasi';
const TYPE = 'TokoFederasiOffer';
const PATIENCE = 90_000;

/** What a partner may write wherever there is a text of its own; GraphiQL takes descriptions for markdown. */
const TOLD = {
  script: '<script>window.ran="script"</script>',
  image: '<img src=x onerror=window.ran="image">',
  vector: '<svg onload=window.ran="vector"><rect width="9"></svg>',
  frame: '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
  link: '<a href="javascript:window.ran=1">click</a>',
  form: '<form action="/graphql"><input name="query"></form>',
  style: '<style>body{display:none}</style>',
  markdownScript: '[click me](javascript:window.ran=1)',
  markdownLink: '[click me](https://elsewhere.example/)',
  markdownEscaped: '\\[click me](https://elsewhere.example/)',
  markdownAddress: '<https://elsewhere.example/>',
  markdownImage: '![seen](https://elsewhere.example/seen.png)',
} as const;
const NAME = `Toko <img src=x onerror=window.ran=1>`;

describeInBrowser('the playground')("a partner's words in the playground", () => {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  let pasar: StartedProcess;
  let shop: JoiningFederatedShop;
  let url: string;
  let browser: Browser;
  /** What it reached for elsewhere, asked people, or complained of. */
  const unwanted: string[] = [];

  beforeAll(async () => {
    pasar = startProcess('gateway/main.ts', [], {
      PORT: '0',
      PASAR_DATA_DIR: dataDir,
      PASAR_SANDBOX_SCALE: '0.003',
      PASAR_ALLOW_PRIVATE_HOSTS: '1',
    });
    url = await addressOf(pasar);
    shop = await startFederatedShop(ID);
    shop.says(described);
    await joins();
    browser = await launchBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await pasar.stop();
    await shop.server.close();
  });

  /** Every text in it, and fields of its own whose names say which. */
  function described(sdl: string): string {
    const fields = Object.entries(TOLD).map(
      ([name, text]) =>
        `${quoted(text)}\n  ${name}Told(than: String = ${quoted(text)}): String @deprecated(reason: ${quoted(text)})`,
    );
    const all = Object.values(TOLD).join(' ');
    return sdl
      .replace(/^"Goods of [^\n]*$/m, quoted(all))
      .replace(
        `type ${TYPE} implements Offer @key(fields: "id") {`,
        (line) => `${line}\n  ${fields.join('\n  ')}`,
      );
  }
  const quoted = (text: string): string => JSON.stringify(text);

  async function joins(): Promise<void> {
    const file = join(folder, 'shop.pasar.yaml');
    writeFileSync(file, shop.document.replace(/^name: .*$/m, `name: '${NAME}'`));
    const secrets = shop.secrets.flatMap(({ name, value }) => ['--credential', `${name}=${value}`]);
    const registering = startNode(['gateway/cli/launch.js', 'register', file, ...secrets], {
      PASAR_URL: url,
      PASAR_TOKEN: await tokenFor(dataDir, partnerActor(ID)),
    });
    expect([await registering.exited, registering.output()]).toEqual([0, expect.stringContaining('live')]);
    await until(async () => (await typesOf()).includes(TYPE), PATIENCE);
    await until(async () => {
      const found = await ask<{ search: { totalCount: number } } | null>(
        url,
        `{ search(filter: { marketplaces: ["${ID}"] }, first: 0) { totalCount } }`,
      );
      return (found.data?.search.totalCount ?? 0) > 0;
    }, PATIENCE);
  }

  async function typesOf(): Promise<readonly string[]> {
    // One that is turned away by a busy gateway comes again.
    const { data } = await ask<{ __schema: { types: readonly { name: string }[] } } | undefined>(
      url,
      '{ __schema { types { name } } }',
    );
    return data?.__schema.types.map(({ name }) => name) ?? [];
  }

  /** As someone who has never been here; what the page then reaches for, says and does is kept. */
  async function visit(): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(15_000);
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) unwanted.push(request.url());
    });
    page.on('dialog', (dialog) => {
      unwanted.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (message.type() === 'error') unwanted.push(message.text());
    });
    page.on('pageerror', (error) => unwanted.push(error.message));
    await page.goto(url);
    await until(async () => (await page.locator('.graphiql-tab').count()) > 0);
    return page;
  }

  /** The docs of a type, deprecated fields and all, as whoever looks for it opens them. */
  async function docsOf(page: Page, name: string): Promise<Locator> {
    await page.click('[aria-label="Show Documentation Explorer"]');
    const docs = page.locator('.graphiql-doc-explorer');
    await until(async () => (await docs.innerText()).includes('Query'));
    await page.fill('.graphiql-doc-explorer-search input', name);
    await page.locator('[data-cy="doc-explorer-option"]', { hasText: name }).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const title = docs.locator('.graphiql-doc-explorer-title');
    await until(async () => (await title.innerText()) === name);
    await docs.locator('button', { hasText: 'Show Deprecated Fields' }).click();
    return docs;
  }

  /** Nothing of this is in a page of text. */
  const MADE = ['script', 'img', 'iframe', 'form', 'style', 'object', 'embed', 'base', 'link', 'meta']
    .concat('[onload]', '[onerror]', '[srcdoc]', '[href^="data:"]')
    .join(', ');
  async function expectText(part: Locator, texts: readonly string[]): Promise<void> {
    const shown = await part.innerText();
    for (const text of texts) expect(shown).toContain(text);
    expect(await part.locator(MADE).count()).toBe(0);
    // GraphiQL's own lead nowhere; an address may be a link, to itself and nothing else.
    for (const link of await part.locator('a').all()) {
      const [href, label] = [await link.getAttribute('href'), await link.innerText()];
      expect(['#', 'javascript:void 0', label]).toContain(href);
    }
  }

  it('is described in the documentation as it described itself, word for word', async () => {
    const docs = await docsOf(await visit(), TYPE);
    await expectText(docs, Object.values(TOLD));
  });

  it.each(Object.entries(TOLD))(
    'its field with %s in its description, reason and default is text',
    async (name, text) => {
      const docs = await docsOf(await visit(), TYPE);
      await docs.getByRole('link', { name: `${name}Told`, exact: true }).click();
      await until(async () => (await docs.innerText()).includes('Deprecated'));
      await expectText(docs, [text]);
      expect((await docs.innerText()).split(text).length - 1).toBeGreaterThanOrEqual(2);
    },
  );

  it('is text in what the editor suggests, too', async () => {
    const page = await visit();
    const hints = page.locator('.CodeMirror-hints');
    // Nothing is suggested before the schema is there.
    await until(async () => {
      await page.evaluate(`(() => {
        const editor = document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror;
        editor.setValue('{ offer(id: "x") { ... on ${TYPE} { scriptT } } }');
        editor.focus();
        editor.setCursor({ line: 0, ch: editor.getValue().indexOf('scriptT') + 'scriptT'.length });
        editor.execCommand('autocomplete');
      })()`);
      return (await hints.allInnerTexts()).join().includes('scriptTold');
    });
    // What it says of one is shown when it is gone to.
    for (const key of ['ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
    await until(async () => (await hints.allInnerTexts()).join().includes('<script'));
    await expectText(hints, [TOLD.script]);
  });

  it('is text in answers: its name', async () => {
    const page = await visit();
    await page.evaluate(`document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror
      .setValue('{ marketplaces(ids: ["${ID}"]) { name } }')`);
    await page.click('.graphiql-execute-button');
    const result = page.locator('.result-window');
    await until(async () => (await result.innerText()).includes('"name"'));
    await expectText(result, [NAME]);
  });

  it('has run nothing, reached no other host, and met no refusal of the content security policy', async () => {
    expect(unwanted).toEqual([]);
    for (const page of browser.contexts().flatMap((context) => context.pages())) {
      expect(await page.evaluate('window.ran ?? null')).toBeNull();
      expect(await page.locator('body > script').count()).toBe(4); // its own
    }
  });
});
