import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Debian's; CI installs it. */
const CHROMIUM = '/usr/bin/chromium';
const present = existsSync(CHROMIUM);

/** Chromium looks things up on the network by itself; what a page does is counted by its test. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `describe`, where there is a browser; elsewhere it says what is not opened in one. */
export function describeInBrowser(what: string): jest.Describe {
  if (present) return describe;
  if (process.env['CI'] === 'true') throw new Error(`CI needs Debian's chromium at ${CHROMIUM}`);
  process.stdout.write(`No ${CHROMIUM}: ${what} is not opened in a browser.\n`);
  return describe.skip;
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: QUIET });
}
