import {
  composeSupergraph,
  composeWithPartners,
  CompositionFailed,
  type CompositionReason,
} from '../../../schema/federation/compose';
import { withOfferStubs } from '../../../schema/federation/offer-stubs';
import { starterSubgraph } from '../../../schema/federation/starter-subgraph';
import { changed, OWN, partner, supergraphWith, TANI } from './subgraphs';

function reasonsOf(compose: () => string): readonly CompositionReason[] {
  try {
    compose();
  } catch (error) {
    if (error instanceof CompositionFailed) return error.reasons;
    throw error;
  }
  return [];
}

/** Each is let in by itself: it takes the other subgraphs, or a schema's own rules, to see what is wrong. */
const UNFIT: readonly (readonly [what: string, sdl: string, code: string, message: string])[] = [
  [
    'a type that is nowhere',
    changed('origin: String', 'origin: TokoTani_Origin'),
    'INVALID_GRAPHQL',
    '[toko-tani] Unknown type TokoTani_Origin',
  ],
  [
    'a version of Federation that there is none of',
    changed('v2.5', 'v2.99'),
    'UNKNOWN_FEDERATION_LINK_VERSION',
    '[toko-tani] Invalid version v2.99 for the federation feature in @link directive on schema',
  ],
  [
    'an import that there is none of',
    changed('"@shareable"]', '"@shareable", "@fast"]'),
    'INVALID_LINK_DIRECTIVE_USAGE',
    '[toko-tani] Cannot import unknown element "@fast". Did you mean "@tag"?',
  ],
  [
    'an interface of its own that its type does not keep to',
    `${TANI} interface TokoTani_Place { name: String } type TokoTani_Farm implements TokoTani_Place { size: Int }`,
    'INVALID_GRAPHQL',
    '[toko-tani] Interface field TokoTani_Place.name expected but TokoTani_Farm does not provide it.',
  ],
  [
    'a field twice',
    `${TANI} extend type TokoTaniOffer { origin: String }`,
    'INVALID_GRAPHQL',
    '[toko-tani] Field origin already exists on TokoTaniOffer',
  ],
  [
    'a key of a field that it does not have',
    `${TANI} type TokoTani_Farm @key(fields: "number") { name: String }`,
    'KEY_INVALID_FIELDS',
    '[toko-tani] On type "TokoTani_Farm", for @key(fields: "number"): Cannot query field "number" on type "TokoTani_Farm" (the field should either be added to this subgraph or, if it should not be resolved by this subgraph, you need to add it to this subgraph with @external).',
  ],
  [
    'an answer where a value is passed',
    `${TANI} extend type TokoTaniOffer { near(place: Region): String }`,
    'INVALID_GRAPHQL',
    '[toko-tani] The type of "TokoTaniOffer.near(place:)" must be Input Type but got "Region", a ObjectType.',
  ],
  [
    'a type without fields',
    `${TANI} type TokoTani_Farm`,
    'INVALID_GRAPHQL',
    '[toko-tani] Type TokoTani_Farm must define one or more fields.',
  ],
  [
    'an enum without values',
    `${TANI} enum TokoTani_Grade`,
    'INVALID_GRAPHQL',
    '[toko-tani] Enum type TokoTani_Grade must define one or more values.',
  ],
  [
    'a union of what is no object type',
    `${TANI} union TokoTani_Label = Decimal`,
    'INVALID_GRAPHQL',
    '[toko-tani] Cannot add non-object type Decimal (of type ScalarType) as member of union type TokoTani_Label',
  ],
  [
    'a default of another type',
    `${TANI} extend type TokoTaniOffer { near(km: Int = "far"): String }`,
    'INVALID_GRAPHQL',
    '[toko-tani] Invalid default value (got: "far") provided for argument TokoTaniOffer.near(km:) of type Int.',
  ],
  [
    'an input that holds itself',
    `${TANI} input TokoTani_Filter { deep: TokoTani_Filter! } extend type TokoTaniOffer { near(f: TokoTani_Filter): String }`,
    'INVALID_GRAPHQL',
    '[toko-tani] Cannot reference Input Object "TokoTani_Filter" within itself through a series of non-null fields: "deep".',
  ],
];

describe("a partner's subgraph that does not fit is named, with the reason:", () => {
  it.each(UNFIT)('%s', (_, sdl, code, message) => {
    const reasons = reasonsOf(() => composeWithPartners(OWN, [partner('toko-tani', sdl)]));
    expect(reasons).toContainEqual({ code, message, subgraphs: ['toko-tani'] });
  });

  it('two partners with one type of offers do not fit together', () => {
    const reasons = reasonsOf(() =>
      composeWithPartners(OWN, [partner('toko-tani', TANI), partner('toko-lain', TANI)]),
    );
    expect(reasons[0]).toEqual({
      code: 'INVALID_FIELD_SHARING',
      message: expect.stringContaining('Non-shareable field "TokoTaniOffer.'),
      subgraphs: expect.arrayContaining(['toko-tani', 'toko-lain']),
    });
  });

  it('SDL that does not parse is told like any other reason', () => {
    const broken = { name: 'toko-tani', url: 'http://toko-tani', sdl: 'type {' };
    expect(reasonsOf(() => composeSupergraph([...OWN, broken]))).toEqual([
      {
        code: 'INVALID_GRAPHQL',
        message: expect.stringMatching(/^\[toko-tani\] Syntax Error/),
        subgraphs: ['toko-tani'],
      },
    ]);
  });

  it('reasons are many, but not without end', () => {
    const fields = Array.from({ length: 80 }, (_, i) => `field${i}: Int`).join(' ');
    const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5") type Query { ${fields} }`;
    const twice = ['one', 'other'].map((name) => ({ name, url: `http://${name}`, sdl }));
    expect(reasonsOf(() => composeSupergraph(twice))).toHaveLength(50);
  });
});

describe("partners' subgraphs that fit", () => {
  it('the starter composes as it is, under whatever name', () => {
    expect(supergraphWith([starterSubgraph()])).toContain('type TokoContohOffer implements Offer');
  });

  it('several do, whose feeds all have one name, and none of them is in the graph', () => {
    const supergraph = supergraphWith(
      ['TokoA', 'TokoB', 'TokoC'].map((name) => starterSubgraph(`${name}Offer`)),
    );
    expect(supergraph).not.toMatch(/pasarFeed/i);
    for (const name of ['TokoA', 'TokoB', 'TokoC'])
      expect(supergraph).toContain(`type ${name}Offer implements Offer`);
  });

  it("without any, the supergraph is that of Pasar's own", () => {
    expect(composeWithPartners(OWN, [])).toBe(composeSupergraph(OWN));
  });
});

describe('stubs', () => {
  it('name each type once, by its id alone', () => {
    expect(withOfferStubs('interface Offer { id: ID! }', ['TokoAOffer', 'TokoBOffer', 'TokoAOffer'])).toBe(
      `interface Offer { id: ID! }
type TokoAOffer implements Offer @key(fields: "id", resolvable: false) {
  id: ID!
}

type TokoBOffer implements Offer @key(fields: "id", resolvable: false) {
  id: ID!
}
`,
    );
  });

  it('stand in the subgraphs that name offers, and in no other', () => {
    const type = /type TokoTaniOffer implements Offer[^{]*/.exec(supergraphWith([TANI]))?.[0] ?? '';
    expect(
      [...type.matchAll(/@join__type\(graph: (\w+)(.*)\)/g)].map(([, graph, rest]) => `${graph}${rest}`),
    ).toEqual([
      'CATALOGUE, key: "id", resolvable: false',
      'ORDERS, key: "id", resolvable: false',
      'PARTNER_1_, key: "id"',
    ]);
  });
});
