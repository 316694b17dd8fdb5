import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../../../adapters/core/environment';
import {
  atMarketplace,
  inForce,
  readProcurementRules,
} from '../../../subgraphs/orders/purchasing/procurement-rules';
import { temporaryFolder } from '../../support/temporary-folder';

const source = 'test';
const RIGHT = {
  ppn: [{ from: '2025-01-01', to: null, percent: '11', source }],
  regionalTax: [{ from: '2024-01-05', to: '2024-12-31', percent: '7.5', regions: ['35.73'], source }],
  limits: [{ from: '2025-01-01', to: null, marketplaces: ['mbiz'], role: 'PP', amount: '50000000', source }],
  minimumOrders: [{ from: '2025-01-01', to: null, marketplaces: ['mbiz'], amount: '0', source }],
  deliveries: [{ from: '2025-01-01', to: null, marketplaces: ['mbiz'], regions: [], source }],
  rupRequired: [{ from: '2025-01-01', to: null, marketplaces: ['mbiz'], source }],
};
const [PPN] = RIGHT.ppn;
const [REGIONAL] = RIGHT.regionalTax;
const [LIMIT] = RIGHT.limits;
const [DELIVERY] = RIGHT.deliveries;

describe('a file of procurement rules', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'rules.json');
  const read = (content: unknown) => {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return readProcurementRules(file);
  };
  const problemsOf = (action: () => unknown): readonly string[] => {
    try {
      action();
    } catch (error) {
      if (error instanceof ConfigurationError) return error.message.split('\n');
      throw error;
    }
    return [];
  };

  it('is read as it is written', () => {
    expect(read(RIGHT)).toEqual(RIGHT);
  });

  it.each<[string, object, string]>([
    ['an unknown role', { limits: [{ ...LIMIT, role: 'BOSS' }] }, 'limits.0.role'],
    ['a day in another order', { ppn: [{ ...PPN, from: '01-01-2025' }] }, 'ppn.0.from'],
    ['a day that is none', { ppn: [{ ...PPN, from: '2025-02-30' }] }, 'ppn.0.from'],
    ['a month that is none', { ppn: [{ ...PPN, to: '2025-13-01' }] }, 'ppn.0.to'],
    ['a negative amount', { limits: [{ ...LIMIT, amount: '-1' }] }, 'limits.0.amount'],
    ['an amount that is a number', { limits: [{ ...LIMIT, amount: 50_000_000 }] }, 'limits.0.amount'],
    ['an amount with thousands marked', { limits: [{ ...LIMIT, amount: '50.000.000' }] }, 'limits.0.amount'],
    ['an unknown region', { regionalTax: [{ ...REGIONAL, regions: ['35.73', '99.99'] }] }, 'regionalTax.0.regions.1'], // prettier-ignore
    ['an unknown region to deliver to', { deliveries: [{ ...DELIVERY, regions: ['x'] }] }, 'deliveries.0.regions.0'], // prettier-ignore
    ['no marketplace', { limits: [{ ...LIMIT, marketplaces: [] }] }, 'limits.0.marketplaces'],
    ['no source', { ppn: [{ ...PPN, source: '' }] }, 'ppn.0.source'],
    ['no PPN at all', { ppn: [] }, 'ppn'],
    ['a misspelt key of an entry', { ppn: [{ ...PPN, percnt: '11' }] }, 'ppn.0'],
    ['an unknown key', { minimums: [] }, 'minimums'],
    ['a part that is missing', { rupRequired: undefined }, 'rupRequired'],
  ])('with %s is refused by name and place', (_, change, place) => {
    const problems = problemsOf(() => read({ ...RIGHT, ...change }));
    expect(problems.join('\n')).toContain(place);
    expect(problems.join('\n')).toContain(`PASAR_PROCUREMENT_RULES: ${file}`);
  });

  it('names everything that is wrong at once', () => {
    const wrong = { ...RIGHT, ppn: [{ ...PPN, percent: 'x' }], limits: [{ ...LIMIT, role: 'X' }] };
    const problems = problemsOf(() => read(wrong)).join('\n');
    expect(problems).toContain('ppn.0.percent');
    expect(problems).toContain('limits.0.role');
  });

  it.each([
    ['that is not JSON', '{ "ppn": [', 'is not JSON'],
    ['that is empty', '', 'is not JSON'],
  ])('%s is refused', (_, content, problem) => {
    expect(problemsOf(() => read(content)).join('\n')).toContain(`${file} ${problem}`);
  });

  it.each([
    ['that is not there', join(folder, 'none.json')],
    ['that is a folder', folder],
  ])('%s is refused', (_, missing) => {
    expect(problemsOf(() => readProcurementRules(missing)).join('\n')).toContain(`${missing} can't be read`);
  });
});

describe('the rules that Pasar comes with', () => {
  const rules = readProcurementRules(null);

  it('have one rate of PPN on every day since 2010', () => {
    for (let day = Date.UTC(2010, 3, 1, 5); day < Date.UTC(2030, 0, 1); day += 86_400_000)
      expect(inForce(rules.ppn, new Date(day))).toHaveLength(1);
  });

  it.each([
    ['PP', 'mbiz', '50000000'],
    ['PPK', 'mbiz', '200000000'],
    ['PP', 'ekatalog-lokal', '200000000'],
    ['PPK', 'ekatalog-lokal', undefined],
  ])('limit a %s at %s to %s', (role, marketplace, amount) => {
    const limits = atMarketplace(inForce(rules.limits, new Date()), marketplace);
    expect(limits.find((limit) => limit.role === role)?.amount).toBe(amount);
  });
});

describe('an entry is in force', () => {
  const entry = { from: '2025-01-01', to: '2025-01-31', source };
  it.each([
    ['not on the day before', '2024-12-31T23:59:59.999+07:00', false],
    ['from the first moment in Jakarta', '2025-01-01T00:00:00+07:00', true],
    ['to the last', '2025-01-31T23:59:59.999+07:00', true],
    ['not on the day after, though it is the same day in London', '2025-02-01T00:00:00+07:00', false],
  ])('%s', (_, at, isInForce) => {
    expect(inForce([entry], new Date(at))).toHaveLength(isInForce ? 1 : 0);
  });

  it('on its only day where it begins and ends on one', () => {
    const one = { ...entry, to: entry.from };
    expect(inForce([one], new Date('2025-01-01T12:00:00+07:00'))).toEqual([one]);
  });

  it('never where it ends before it begins', () => {
    const none = { ...entry, from: '2025-02-01' };
    expect(inForce([none], new Date('2025-01-15T12:00:00+07:00'))).toEqual([]);
  });
});
