import type { Fetched } from './compare-requests';
import { isForgottenFaultily, withoutForgotten } from './forgotten-fragments';

const asked = (query: string, more: Partial<Fetched> = {}): Fetched => ({
  subgraph: 'alpha',
  query,
  operationName: undefined,
  variables: {},
  ...more,
});
const UNEVEN = new Set(['Seller']);
const known = asked('{any{__typename ...on Product{name}} to{id}}');

describe('a query is held to that of the reference', () => {
  it('without fragments on types that the reference forgot, and their variables', () => {
    const own = asked(
      'query($n:Int){any{__typename ...on Product{name} ...on Seller{grid(first:$n)}} to{id}}',
      {
        variables: { n: 1 },
      },
    );
    expect(withoutForgotten([own], [known], UNEVEN)).toEqual([known]);
  });

  it('whether its fragments have names or are written out', () => {
    const named = asked('{any{__typename ...F} to{id}} fragment F on Product{name}');
    const own = asked('{any{__typename ...on Product{name} ...on Seller{grid}} to{id}}');
    expect(withoutForgotten([own], [named], UNEVEN)).toEqual([named]);
  });

  it.each([
    ['a field more', '{any{__typename ...on Product{name} grid} to{id}}'],
    [
      'a fragment on a type that all subgraphs know',
      '{any{__typename ...on Product{name} ...on Order{id}} to{id}}',
    ],
    ['such a fragment in front', '{any{__typename ...on Seller{grid} ...on Product{name}} to{id}}'],
    ['a field less', '{any{__typename ...on Product{name}}}'],
    ['other arguments', '{any{__typename ...on Product{name(first:1)} ...on Seller{grid}} to{id}}'],
  ])('with %s', (_, query) => {
    expect(withoutForgotten([asked(query)], [known], UNEVEN)).toEqual([asked(query)]);
  });

  it('to that of the same subgraph', () => {
    const own = asked('{any{__typename ...on Product{name} ...on Seller{grid}} to{id}}', {
      subgraph: 'beta',
    });
    expect(withoutForgotten([own], [known], UNEVEN)).toEqual([own]);
  });
});

it('two such queries have other faults, if they have any', () => {
  const own = asked('{any{__typename ...on Product{name} ...on Seller{grid}} to{id}}');
  expect(isForgottenFaultily([own], [known], UNEVEN)).toBe(false);
  expect(isForgottenFaultily([own], [{ ...known, isTampered: true }], UNEVEN)).toBe(true);
  expect(isForgottenFaultily([{ ...known, isTampered: true }], [known], UNEVEN)).toBe(false);
});
