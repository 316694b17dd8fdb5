import { Writable } from 'node:stream';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '../../subgraphs/telemetry/log';
import { registry } from '../../subgraphs/telemetry/metrics';
import '../../subgraphs/telemetry/order-metrics';
import { redactText } from '../../subgraphs/telemetry/redact';
import { mergeReports, parseReports, type SourceReport } from '../../subgraphs/source-report';
import { readRequestHeaders, requestIdOf } from '../../subgraphs/http/request-headers';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  write(createLog(stream));
  return text;
}

describe('a log line', () => {
  it('is JSON with its level, time, service and fields', () => {
    const line = JSON.parse(
      logged((log) => log.info({ requestId: 'r1', durationMs: 5 }, 'operation')),
    ) as object;
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      service: 'pasar',
      requestId: 'r1',
      durationMs: 5,
      msg: 'operation',
    });
  });

  it.each([
    ['a header', { headers: { authorization: 'Bearer hush', accept: 'x' } }],
    ['a cookie', { cookie: 'session=hush' }],
    ['credentials of a marketplace', { access: { clientId: 'hush', clientSecret: 'hush' } }],
    ['the headers of Toko Daring', { 'X-Client-Id': 'hush', 'X-Client-Secret': 'hush' }],
    ['the key of a seller feed', { query: { secretkey: 'hush' } }],
    ['a token, however it is spelt', { access_token: 'hush', refreshToken: 'hush', 'api-key': 'hush' }],
    ['passwords and keys', { password: 'hush', passphrase: 'hush', privateKey: 'hush', accessKey: 'hush' }],
    ["a person's names", { buyer_name: 'hush', namaPembeli: 'hush', nama_penerima: 'hush' }],
    [
      'how to reach a person',
      { email: 'hush', phoneNumber: 'hush', no_hp: 'hush', alamat_pengiriman: 'hush' },
    ],
    ['who a person is', { nik: 'hush', merchant_npwp: 'hush', merchant_nik: 'hush' }],
    ['something deep inside', { a: [{ b: { c: { token: 'hush' } } }] }],
    ['an error and its cause', { error: new Error('Bearer hush', { cause: { password: 'hush' } }) }],
  ])('holds no %s', (_, fields) => {
    const text = logged((log) => log.warn(fields, 'x'));
    expect(text).toContain('[redacted]');
    expect(text).not.toContain('hush');
  });

  it('keeps what is no one’s secret', () => {
    const fields = {
      marketplace: 'mbiz',
      state: 'OPEN',
      sources: [{ latencyMs: 3 }],
      sku: 'BE-000375',
      total: '12500.55',
    };
    expect(JSON.parse(logged((log) => log.warn(fields, 'x')))).toMatchObject(fields);
  });
});

describe('a text to log', () => {
  it.each([
    ['postgres://pasar:hush@db:5432/pasar', 'postgres://[redacted]@db:5432/pasar'],
    ['redis://:hu/sh@cache', 'redis://[redacted]@cache'],
    ['GET /feeds?secretkey=hush&page=1', 'GET /feeds?secretkey=[redacted]&page=1'],
    ['X-Client-Secret: hush', 'X-Client-Secret: [redacted]'],
    ['{"access_token":"hush","a":1}', '{"access_token":"[redacted]","a":1}'],
    ['Cookie: a=hush; b=hush', 'Cookie: [redacted]'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    ['eyJhbGciOi.eyJzdWIi.c2ln here', '[redacted] here'],
    ['ask ani@contoh.go.id', 'ask [redacted]'],
    ['NIK 3573010101010001', 'NIK [redacted]'],
    ['call 0812-3456-7890', 'call [redacted]'],
    ['feed 600001: status 503 at 127.0.0.1:4012', 'feed 600001: status 503 at 127.0.0.1:4012'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each(['a', 'eyJ', 'token', '@', '08', 'a.', '://', ' '])(
    'of a megabyte of %j takes no time worth mentioning',
    (part) => {
      const started = performance.now();
      redactText(part.repeat(1_000_000 / part.length));
      expect(performance.now() - started).toBeLessThan(1_000);
    },
  );
});

it('docs/operations.md says of every metric of ours when it is bad, and of no other', () => {
  const documented = readFileSync(join(__dirname, '../../docs/operations.md'), 'utf8');
  const inTable = [...documented.matchAll(/^\| `(pasar_\w+)` \|/gm)].map(([, name]) => name);
  const ours = registry.getMetricsAsArray().map(({ name }) => name);
  expect(inTable.sort()).toEqual(ours.filter((name) => name.startsWith('pasar_')).sort());
});

describe('reports on sources', () => {
  const report = (
    change: Partial<SourceReport['offers']>,
    rest: Partial<SourceReport> = {},
  ): SourceReport => ({
    marketplace: 'mbiz',
    status: 'LIVE',
    code: null,
    latencyMs: 10,
    offers: { live: 0, cached: 0, stale: 0, failed: 0, ...change },
    ...rest,
  });

  it('of one marketplace add up, and the worst is told', () => {
    expect(
      mergeReports([
        report({ live: 2 }),
        report({ stale: 1 }, { status: 'STALE', code: 'TIMEOUT', latencyMs: 900 }),
        report({ cached: 3 }, { marketplace: 'jatim-bejo', status: 'CACHED' }),
      ]),
    ).toEqual([
      report({ cached: 3 }, { marketplace: 'jatim-bejo', status: 'CACHED' }),
      report({ live: 2, stale: 1 }, { status: 'STALE', code: 'TIMEOUT', latencyMs: 900 }),
    ]);
  });

  it.each([
    ['none', undefined],
    ['no list', { sources: 'all fine' }],
    ['another shape', { sources: [{ marketplace: 'mbiz' }] }],
    ['an invented status', { sources: [{ ...report({ live: 1 }), status: 'SPLENDID' }] }],
  ])('out of a subgraph’s answer are taken only as they are ours: %s', (_, extensions) => {
    expect(parseReports(extensions)).toEqual([]);
  });
});

describe('request headers', () => {
  it.each([
    [{}, { deadlineMs: 2_000, noCache: false }],
    [{ 'x-deadline-ms': '800' }, { deadlineMs: 800, noCache: false }],
    [{ 'x-deadline-ms': '60000' }, { deadlineMs: 2_000, noCache: false }],
    [{ 'cache-control': 'no-cache' }, { deadlineMs: 2_000, noCache: true }],
    [{ 'cache-control': 'max-age=0, no-store' }, { deadlineMs: 2_000, noCache: true }],
    [{ 'cache-control': 'max-age=60' }, { deadlineMs: 2_000, noCache: false }],
  ])('%j mean %j', (headers, expected) => {
    expect(readRequestHeaders(headers, 2_000)).toEqual(expected);
  });

  it.each(['', '0', '-5', '1.5', 'soon', '1e3', '9999999999'])('refuse the deadline %j', (text) => {
    expect(() => readRequestHeaders({ 'x-deadline-ms': text }, 2_000)).toThrow(
      /^x-deadline-ms: ".*" is not a/,
    );
  });

  it.each([
    ['abc-1.2_3', 'abc-1.2_3'],
    ['a b', undefined],
    ['x'.repeat(65), undefined],
    ['a\nb', undefined],
  ])('take the request id %j for %j', (id, expected) => {
    expect(requestIdOf({ 'x-request-id': id })).toBe(expected);
  });
});
