import { AdapterError, ERROR_TABLE, toAdapterError } from '../../adapters/core/errors';
import { marketplaceId } from '../../adapters/core/ids';
import { formatClientError } from '../../subgraphs/http/client-errors';

describe('an error as a client reads it', () => {
  it.each([
    [
      'of the table',
      {
        message: 'first: -1 is not between 0 and 100.',
        extensions: { code: 'INVALID_INPUT', argument: 'first' },
      },
    ],
    [
      'of a marketplace',
      {
        message: 'The marketplace did not answer in time.',
        path: ['offer'],
        extensions: { code: 'TIMEOUT', marketplace: 'mbiz' },
      },
    ],
    [
      'of validation',
      {
        message: 'Cannot query field "x".',
        locations: [{ line: 1, column: 2 }],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ],
  ])('%s stays as it is', (_, error) => {
    expect(formatClientError(error)).toEqual(error);
  });

  it.each([
    ['without a code', { message: 'connect ECONNREFUSED 10.0.0.5:5432' }],
    [
      'of the inside',
      { message: 'relation "offer" does not exist', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ],
    [
      'with a code of a library',
      { message: 'at Object.<anonymous> (/srv/app.ts:1)', extensions: { code: 'ECONNRESET' } },
    ],
    [
      'of a subgraph that is down',
      {
        message: 'request to http://catalogue:4004 failed',
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' },
      },
    ],
  ])('%s is replaced: its words stay here', (_, error) => {
    expect(formatClientError(error)).toEqual({
      message: 'Something went wrong on our side.',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
  });

  it('shows no extension that was not meant for clients', () => {
    const error = {
      message: 'x',
      extensions: { code: 'TIMEOUT', stacktrace: ['at …'], response: { body: 'secret' } },
    };
    expect(formatClientError(error).extensions).toEqual({ code: 'TIMEOUT' });
  });
});

describe('the table of errors', () => {
  it('is closed', () => {
    expect(Object.keys(ERROR_TABLE)).toEqual([
      'INVALID_INPUT',
      'UNAUTHENTICATED',
      'FORBIDDEN',
      'CONFLICT',
      'RATE_LIMITED',
      'TIMEOUT',
      'UNAVAILABLE',
      'BAD_RESPONSE',
      'UNSUPPORTED',
    ]);
  });

  it.each(Object.keys(ERROR_TABLE) as (keyof typeof ERROR_TABLE)[])(
    '%s has words of its own for clients',
    (code) => {
      const error = new AdapterError(code, {
        marketplace: marketplaceId('mbiz'),
        detail: 'GET 10.0.0.5/x: status 500',
      });
      expect(error.message).toBe(ERROR_TABLE[code].message);
      expect(error.message).not.toContain('10.0.0.5');
    },
  );

  it('takes in what is thrown by anything else', () => {
    expect(toAdapterError(new TypeError('boom'), marketplaceId('mbiz'))).toMatchObject({
      code: 'UNAVAILABLE',
      detail: 'unexpected TypeError: boom',
    });
  });
});
