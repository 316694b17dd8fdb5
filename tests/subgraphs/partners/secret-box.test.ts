import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { readSecretKeys } from '../../../subgraphs/partners/credentials/config';
import {
  createSecretBox,
  secretKey,
  type SecretKey,
} from '../../../subgraphs/partners/credentials/secret-box';
import { startProcess } from '../../support/processes';
import { temporaryFolder } from '../../support/temporary-folder';
import { until } from '../../support/until';

const PLAIN = { clientId: 'toko-tani', clientSecret: 'rahasia sekali 🔑' };
const CONTEXT = 'toko-tani@3';
const OLD = secretKey(randomBytes(32));
const NEW = secretKey(randomBytes(32));

describe('sealed credentials', () => {
  it.each([[PLAIN], [{}], [{ token: 'x'.repeat(20_000) }], [{ 'a "name"': '\n\u0000é' }]])(
    'open as they were sealed: %#',
    (plain) => {
      const box = createSecretBox([NEW]);
      expect(box.open(box.seal(plain, CONTEXT), CONTEXT)).toEqual(plain);
    },
  );

  it('say the version and the key, and nothing of what is in them', () => {
    const bytes = randomBytes(32);
    const { id } = secretKey(bytes);
    const sealed = createSecretBox([secretKey(bytes)]).seal(PLAIN, CONTEXT);
    expect(id).toBe(createHash('sha256').update(bytes).digest('hex').slice(0, 16));
    expect(sealed).toMatch(new RegExp(`^v1\\.${id}\\.[A-Za-z0-9_-]+$`));
    const [, , text = ''] = sealed.split('.');
    expect(Buffer.from(text, 'base64url').toString('latin1')).not.toMatch(/toko|rahasia|client/);
  });

  it('are never sealed twice the same way', () => {
    const box = createSecretBox([NEW]);
    const sealed = Array.from({ length: 200 }, () => box.seal(PLAIN, CONTEXT));
    const nonces = sealed.map((text) => text.split('.')[2]?.slice(0, 16));
    expect(new Set(nonces).size).toBe(200);
  });

  it('open after the keys were changed, and can be sealed anew with the newest', () => {
    const before = createSecretBox([OLD]).seal(PLAIN, CONTEXT);
    const box = createSecretBox([NEW, OLD]);
    expect(box.open(before, CONTEXT)).toEqual(PLAIN);
    expect(box.isCurrent(before)).toBe(false);
    const after = box.seal(box.open(before, CONTEXT), CONTEXT);
    expect(box.isCurrent(after)).toBe(true);
    expect(createSecretBox([NEW]).open(after, CONTEXT)).toEqual(PLAIN);
  });

  it('do not open with other keys, and say which one is missing', () => {
    const sealed = createSecretBox([OLD]).seal(PLAIN, CONTEXT);
    expect(() => createSecretBox([NEW]).open(sealed, CONTEXT)).toThrow(
      `sealed credentials: key ${OLD.id} is not known here; it is missing in PASAR_SECRET_KEY`,
    );
  });

  it.each(['toko-tani@4', 'toko-lain@3', '', 'toko-tani@3 '])('do not open as those of %j', (context) => {
    const box = createSecretBox([NEW]);
    const sealed = box.seal(PLAIN, CONTEXT);
    expect(() => box.open(sealed, context)).toThrow(
      /^sealed credentials: the text is damaged, or was sealed/,
    );
  });

  it('do not open with one bit changed, wherever it is', () => {
    const box = createSecretBox([NEW]);
    const [version = '', id = '', text = ''] = box.seal(PLAIN, CONTEXT).split('.');
    const bytes = Buffer.from(text, 'base64url'); // 12 of the nonce, 16 of the tag, then the ciphertext
    const opened = Array.from({ length: bytes.length }, (_, at) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      return failureOf(() => box.open(`${version}.${id}.${changed.toString('base64url')}`, CONTEXT));
    });
    expect(new Set(opened)).toEqual(new Set([expect.stringMatching(/damaged/)]));
  });

  const whole = createSecretBox([NEW]).seal(PLAIN, CONTEXT);
  const [, , body = ''] = whole.split('.');
  it.each([
    ['another version', `v2.${NEW.id}.${body}`],
    ['another known key', `v1.${OLD.id}.${body}`],
    ["more than the key's id", `v1.${NEW.id}0.${body}`],
    ['no key', `v1..${body}`],
    ['no text', `v1.${NEW.id}.`],
    ['only a nonce', `v1.${NEW.id}.${body.slice(0, 16)}`],
    ['a shorter tag', `v1.${NEW.id}.${body.slice(0, 32)}`],
    ['a shorter text', whole.slice(0, -4)],
    ['a longer text', `${whole}AAAA`],
    ['characters that are read past', `${whole.slice(0, 40)}\n${whole.slice(40)}`],
    ['padding', `${whole}=`],
    ['a part more', `${whole}.AAAA`],
    ['JSON', JSON.stringify(PLAIN)],
    ['nothing', ''],
  ])('do not open with %s', (_, text) => {
    const failure = failureOf(() => createSecretBox([NEW, OLD]).open(text, CONTEXT));
    expect(failure).toMatch(/^sealed credentials: the text is damaged/);
    expect(failure).not.toMatch(/rahasia|toko/);
  });

  it('have one text only: the unused bits of its last character are looked at', () => {
    const box = createSecretBox([NEW]);
    // 41, 42 and 43 bytes: two bits of the last character are unused, none, and four.
    const texts = ['a', 'ab', 'abc'].map((token) => box.seal({ token }, CONTEXT));
    const respelled = texts.flatMap((text) => {
      const bytes = Buffer.from(text.split('.')[2] ?? '', 'base64url');
      return Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
        .map((last) => text.slice(0, -1) + last)
        .filter((other) => other !== text)
        .filter((other) => Buffer.from(other.split('.')[2] ?? '', 'base64url').equals(bytes));
    });
    expect(respelled).toHaveLength(3 + 15);
    for (const text of respelled) expect(failureOf(() => box.open(text, CONTEXT))).toMatch(/damaged/);
  });

  it('need a key of the right length', () => {
    expect(() => createSecretBox([])).toThrow(/needs a key/);
    for (const length of [0, 16, 31, 33, 64])
      expect(() => secretKey(randomBytes(length))).toThrow(/32 bytes/);
  });
});

describe('a key', () => {
  it('shows nothing of itself when it is printed', () => {
    const bytes = Buffer.alloc(32, 'k');
    const shown =
      inspect(secretKey(bytes), { depth: 9, showHidden: true }) + JSON.stringify(secretKey(bytes));
    expect(shown).not.toMatch(/kkk|6b6b|107|a2tr/i);
  });

  it('can be given to a thread', () => {
    const { port1, port2 } = new MessageChannel();
    port1.postMessage([NEW]);
    const { message } = receiveMessageOnPort(port2) as { message: readonly SecretKey[] };
    port1.close();
    expect(createSecretBox(message).open(createSecretBox([NEW]).seal(PLAIN, CONTEXT), CONTEXT)).toEqual(
      PLAIN,
    );
  });
});

describe('PASAR_SECRET_KEY', () => {
  const one = randomBytes(32);
  const two = randomBytes(32);
  const idsOf = (keys: readonly SecretKey[]) => keys.map(({ id }) => id);
  const read = (text: string) => readSecretKeys({ PASAR_SECRET_KEY: text, PASAR_DATA_DIR: '/nowhere' });

  it.each([
    ['hex', one.toString('hex')],
    ['hex in capitals', one.toString('hex').toUpperCase()],
    ['base64', one.toString('base64')],
    ['base64 without its padding', one.toString('base64').replace('=', '')],
    ['base64url', one.toString('base64url')],
    ['spaces around it', ` ${one.toString('hex')} `],
  ])('is a key as %s', (_, text) => {
    expect(idsOf(read(text))).toEqual([secretKey(one).id]);
  });

  it('is several keys, newest first', () => {
    expect(idsOf(read(`${one.toString('hex')}, ${two.toString('base64')}`))).toEqual([
      secretKey(one).id,
      secretKey(two).id,
    ]);
  });

  it.each([
    ['31 bytes as hex', randomBytes(31).toString('hex')],
    ['33 bytes as hex', randomBytes(33).toString('hex')],
    ['16 bytes as base64', randomBytes(16).toString('base64')],
    ['31 bytes as base64', randomBytes(31).toString('base64')],
    ['33 bytes as base64', randomBytes(33).toString('base64')],
    ['a password', 'correct horse battery staple'],
    ['hex with a letter beyond f', `${one.toString('hex').slice(0, 63)}g`],
  ])('is refused as %s, named by its place and never repeated', (_, text) => {
    const failure = failureOf(() => read(`${two.toString('hex')},${text}`));
    expect(failure).toMatch(/PASAR_SECRET_KEY: key 2 must be 32 bytes as 64 hex characters or as base64/);
    for (const key of [text, two.toString('hex')])
      expect(failure).not.toContain(key.replace(/=$/, '').slice(0, 12));
  });

  it('names every wrong key', () => {
    expect(failureOf(() => read(`x,${one.toString('hex')},`))).toMatch(/key 1 must[^]*key 3 must/);
  });
});

describe('without PASAR_SECRET_KEY', () => {
  const folder = temporaryFolder();
  const idIn = (dataDir: string) => readSecretKeys({ PASAR_DATA_DIR: dataDir })[0]?.id;

  it('a key is made in the data folder, for its owner only, and found there again', () => {
    const dataDir = join(folder, 'made', 'deep');
    const first = idIn(dataDir);
    expect(idIn(dataDir)).toBe(first);
    expect(idIn(join(folder, 'other'))).not.toBe(first);
    expect(readdirSync(dataDir)).toEqual(['secret-key']);
    expect(statSync(join(dataDir, 'secret-key')).mode & 0o777).toBe(0o600);
    expect(secretKey(readFileSync(join(dataDir, 'secret-key'))).id).toBe(first);
  });

  it('an empty variable counts as none', () => {
    expect(readSecretKeys({ PASAR_SECRET_KEY: ' ', PASAR_DATA_DIR: join(folder, 'empty') })).toHaveLength(1);
  });

  it.each([0, 31, 33])('a file of %i bytes is refused and left as it is', (length) => {
    const dataDir = join(folder, `broken-${length}`);
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'secret-key'), Buffer.alloc(length));
    expect(() => readSecretKeys({ PASAR_DATA_DIR: dataDir })).toThrow(
      /secret-key is not a key; restore it, or delete it/,
    );
    expect(statSync(join(dataDir, 'secret-key')).size).toBe(length);
  });

  it('a folder that can not be used is named, with what to do', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => readSecretKeys({ PASAR_DATA_DIR: join(folder, 'file') })).toThrow(
      /PASAR_DATA_DIR: .*can't be read or made \(ENOTDIR\); .*or set PASAR_SECRET_KEY/,
    );
  });

  it('processes that start at the same time get one key', async () => {
    const dataDir = join(folder, 'raced');
    const go = join(folder, 'go');
    const entry = join(folder, 'race.ts');
    const config = join(__dirname, '../../../subgraphs/partners/credentials/config.ts');
    writeFileSync(
      entry,
      `const { existsSync } = require('node:fs');
       const { readSecretKeys } = require(${JSON.stringify(config)});
       console.log('ready');
       while (!existsSync(${JSON.stringify(go)})) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
       console.log('key ' + readSecretKeys({ PASAR_DATA_DIR: ${JSON.stringify(dataDir)} })[0].id);`,
    );
    const processes = Array.from({ length: 4 }, () => startProcess(entry));
    try {
      await Promise.all(processes.map((each) => each.printed(/ready/)));
      writeFileSync(go, '');
      const ids = await Promise.all(
        processes.map(async (each) => (await each.printed(/key ([0-9a-f]{16})/))[1]),
      );
      expect(new Set(ids)).toEqual(new Set([idIn(dataDir)]));
      await until(() => readdirSync(dataDir).length === 1);
    } finally {
      await Promise.all(processes.map((each) => each.stop('SIGKILL')));
    }
  });
});

function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
}
