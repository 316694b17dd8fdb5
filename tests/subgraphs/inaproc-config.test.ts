import { ConfigurationError, type Environment } from '../../adapters/core/environment';
import { readSubgraphConfig } from '../../subgraphs/config';

const GATEWAY = {
  PASAR_EKATALOG_FEEDS: '600001=http://feeds.example/600001',
  PASAR_EKATALOG_SECRET: 's',
  PASAR_INAPROC_URL: 'https://inaproc.example/api/v1/',
  PASAR_INAPROC_TOKEN: 't',
};
const read = (environment: Environment) =>
  readSubgraphConfig({ ...GATEWAY, ...environment }).access.ekatalogLokal?.inaproc;

describe('which orders are read', () => {
  it('is said by institutions and years, each once', () => {
    expect(read({ PASAR_INAPROC_KLPD: 'D180, D187,D180', PASAR_INAPROC_YEARS: '2025,2026' })).toEqual({
      url: 'https://inaproc.example/api/v1',
      token: 't',
      institutions: ['D180', 'D187'],
      years: [2025, 2026],
    });
  });

  it('may be none', () => {
    expect(read({})).toMatchObject({ institutions: [], years: [] });
  });

  it.each([
    ['institutions alone', { PASAR_INAPROC_KLPD: 'D180' }, /PASAR_INAPROC_YEARS: .*PASAR_INAPROC_KLPD/],
    ['years alone', { PASAR_INAPROC_YEARS: '2025' }, /PASAR_INAPROC_KLPD: is missing/],
    [
      'a code that is none',
      { PASAR_INAPROC_KLPD: 'D180,Malang', PASAR_INAPROC_YEARS: '2025' },
      /"Malang" is not/,
    ],
    ['a dangling comma', { PASAR_INAPROC_KLPD: 'D180,', PASAR_INAPROC_YEARS: '2025' }, /"" is not/],
    ['a year too early', { PASAR_INAPROC_KLPD: 'D180', PASAR_INAPROC_YEARS: '2017' }, /"2017" is not a year/],
    ['a year in words', { PASAR_INAPROC_KLPD: 'D180', PASAR_INAPROC_YEARS: 'ini' }, /"ini" is not a year/],
    [
      'no gateway',
      {
        PASAR_INAPROC_KLPD: 'D180',
        PASAR_INAPROC_YEARS: '2025',
        PASAR_INAPROC_URL: undefined,
        PASAR_INAPROC_TOKEN: undefined,
      },
      /PASAR_INAPROC_KLPD: needs PASAR_INAPROC_URL/,
    ],
  ])('is a configuration error with %s', (_, environment, problem) => {
    expect(() => read(environment)).toThrow(ConfigurationError);
    expect(() => read(environment)).toThrow(problem);
  });
});
