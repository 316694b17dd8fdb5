import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser';
import examples from '../../gateway/playground/examples.json';
import { ask, isIndexed } from '../support/graphql-client';
import { addressOf, startProcess, type StartedProcess } from '../support/processes';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

/** The saved queries, in the order of their tabs. */
const EXAMPLES = [
  'Search',
  'LivePrices',
  'InParts',
  'Facets',
  'DomesticContent',
  'Marketplaces',
  'Health',
  'Quote',
  'Purchase',
  'Orders',
  'Waiting',
  'ToPay',
  'Audit',
  'Spending',
];

/** What the example buys, once more. */
function purchaseOf(key: string): string {
  const text = examples.map((one) => (Array.isArray(one) ? one : one.lines).join('\n'));
  return (text.find((one) => one.includes('mutation Purchase')) ?? '').replace('playground-1', key);
}

describeInBrowser('the playground')('the playground in a browser', () => {
  const folder = temporaryFolder();
  let pasar: StartedProcess;
  let url: string;
  let browser: Browser;
  const elsewhere: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    pasar = startProcess('gateway/main.ts', [], {
      PORT: '0',
      PASAR_DATA_DIR: join(folder, 'data'),
      PASAR_SANDBOX_SCALE: '0.02',
    });
    url = await addressOf(pasar);
    await until(() => isIndexed(url), 90_000);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await pasar.stop();
  });

  /** As someone who has never been here: the page remembers its tabs. */
  async function visit(path: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) elsewhere.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${url}${path}`);
    return page;
  }

  it.each(['/', '/graphql'])('opens at %s with its examples, which run as they stand', async (path) => {
    const page = await visit(path);
    const tabs = page.locator('.graphiql-tab');
    await until(async () => (await tabs.count()) === EXAMPLES.length);
    for (const [index, name] of EXAMPLES.entries()) {
      await tabs.nth(index).click();
      expect(await tabs.nth(index).innerText()).toContain(name);
      const answered = page.waitForResponse(
        (response) =>
          response.url() === `${url}/graphql` &&
          new RegExp(`(?:query|mutation) ${name}\\b`).test(response.request().postData() ?? ''),
      );
      await page.click('.graphiql-execute-button');
      expect((await answered).status()).toBe(200);
      const shown = (): Promise<string> => page.locator('.result-window').innerText();
      await until(async () => (await shown()).includes('"data"'));
      expect(await shown()).not.toContain('"errors"');
    }
  });

  it('shows an answer in parts as it comes, put together', async () => {
    const page = await visit('/');
    const tabs = page.locator('.graphiql-tab');
    await until(async () => (await tabs.count()) === EXAMPLES.length);
    await tabs.nth(EXAMPLES.indexOf('InParts')).click();
    const answered = page.waitForResponse((response) =>
      (response.request().postData() ?? '').includes('@defer'),
    );
    await page.click('.graphiql-execute-button');
    expect((await answered).headers()['content-type']).toContain('multipart/mixed');
    await until(async () => /"title".*"freshness"/s.test(await page.locator('.result-window').innerText()));
  });

  it('knows the schema: documentation opens', async () => {
    const page = await visit('/');
    await page.click('[aria-label="Show Documentation Explorer"]');
    await until(async () => (await page.locator('.graphiql-doc-explorer').innerText()).includes('Query'));
  });

  it('follows a subscription, as the role whose token stands in the headers', async () => {
    const page = await visit('/');
    const tabs = page.locator('.graphiql-tab');
    await until(async () => (await tabs.count()) === EXAMPLES.length);
    await tabs.nth(EXAMPLES.indexOf('Orders')).click();
    // Heard from the socket's first moment: a frame sent before anyone listens is not told of again.
    const sent: string[] = [];
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
    await page.locator('.graphiql-query-editor .CodeMirror').evaluate((element) => {
      const { CodeMirror } = element as unknown as { CodeMirror: { setValue(text: string): void } };
      CodeMirror.setValue('subscription Follow { orderUpdates { id sourceStatus } }');
    });
    await page.click('.graphiql-execute-button');
    await until(() => sent.some((frame) => frame.includes('"subscribe"')));
    const tokens = (await (await fetch(`${url}/playground/tokens.json`)).json()) as Record<string, string>;
    await until(async () => {
      const { errors } = await ask(url, purchaseOf(`followed-${Date.now()}`), {}, tokens['PP']);
      expect(errors).toBeUndefined();
      return (await page.locator('.result-window').innerText()).includes('"orderUpdates"');
    });
  });

  it('reaches no other host, and nothing in it is refused by the content security policy', () => {
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is confined by a strict policy', async () => {
    const policy = (await fetch(url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).not.toMatch(/https?:/);
  });

  it('is for browsers: a program that asks the same address gets GraphQL', async () => {
    const answer = await fetch(`${url}/graphql?query={__typename}`, {
      headers: { accept: 'application/json', 'apollo-require-preflight': 'true' },
    });
    expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
  });
});
