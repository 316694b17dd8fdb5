import { findGraphBreakingChanges } from '../../../schema/federation/breaking-changes';
import { composeSupergraph, CompositionFailed } from '../../../schema/federation/compose';
import { readPartnerSubgraph } from '../../../schema/federation/partner-subgraph';
import { withOfferStubs } from '../../../schema/federation/offer-stubs';
import { changed, partner, supergraphWith, TANI, WITHOUT_ORDERS } from './subgraphs';

function problemsOf(sdl: string) {
  const read = readPartnerSubgraph(sdl);
  return 'problems' in read ? read.problems : [];
}

/** Would composition take it as it is, feed and all? */
function composes(sdl: string): boolean {
  const type = /type (\w+) implements Offer/.exec(sdl)?.[1] ?? 'TokoTaniOffer';
  const own = WITHOUT_ORDERS.map((subgraph) =>
    subgraph.name === 'catalogue' ? { ...subgraph, sdl: withOfferStubs(subgraph.sdl, [type]) } : subgraph,
  );
  try {
    composeSupergraph([...own, { name: 'toko-tani', url: 'http://toko-tani', sdl }]);
    return true;
  } catch (error) {
    if (error instanceof CompositionFailed) return false;
    throw error;
  }
}

const importing = (directive: string): string => changed('"@shareable"]', `"@shareable", "${directive}"]`);

/** What is wrong, where that is told, in which words, and whether composition alone would have let it in. */
const REFUSED: readonly (readonly [
  what: string,
  sdl: string,
  coordinate: string,
  message: string | RegExp,
  composition: 'composes' | 'does not compose',
])[] = [
  ['no GraphQL', 'type {', 'schema', /^does not parse: .*\(line 1, column 6\)$/, 'does not compose'],
  ['nothing', '', 'schema', /^does not parse: /, 'does not compose'],
  [
    'Federation 1',
    changed(/extend schema.*\n/, ''),
    'schema',
    'is not a Federation 2 subgraph',
    'does not compose',
  ],
  [
    'another specification',
    changed('extend schema', 'extend schema @link(url: "https://specs.example/evil/v1.0") extend schema'),
    'schema',
    'links to https://specs.example/evil/v1.0, which Pasar does not know',
    'composes',
  ],
  [
    'a directive under another name',
    changed('"@shareable"]', '"@shareable", { name: "@override", as: "@mine" }]'),
    'schema',
    'gives Federation, or a directive of it, another name',
    'composes',
  ],
  [
    'Federation under another name',
    changed('federation/v2.5"', 'federation/v2.5", as: "fed"'),
    'schema',
    'gives Federation, or a directive of it, another name',
    'composes',
  ],
  [
    'a directive that is composed',
    changed(
      'import: ["@key", "@shareable"])',
      'import: ["@key", "@shareable", "@composeDirective"]) @composeDirective(name: "@x")',
    ),
    'schema',
    'carries @composeDirective',
    'does not compose',
  ],
  [
    'no type of offers',
    changed('TokoTaniOffer implements Offer', 'TokoTaniOffer'),
    'Offer',
    'is implemented by no type',
    'composes',
  ],
  [
    'two types of offers',
    `${TANI}\n${/type TokoTaniOffer [^}]*}/.exec(TANI)?.[0].replace('TokoTaniOffer', 'TokoTani_BulkOffer')}`,
    'Offer',
    'is implemented by TokoTaniOffer, TokoTani_BulkOffer, where one type is expected',
    'composes',
  ],
  [
    "a type of Pasar's",
    changed(/TokoTaniOffer/g, 'MbizOffer'),
    'MbizOffer',
    "is the name of one of Pasar's own types",
    'does not compose',
  ],
  [
    'a name that ends otherwise',
    changed(/TokoTaniOffer/g, 'TokoTani_Goods'),
    'TokoTani_Goods',
    'is not a name in PascalCase that ends in Offer and is free',
    'composes',
  ],
  [
    'a name that is not in PascalCase',
    changed(/TokoTaniOffer/g, 'toko_tani_Offer'),
    'toko_tani_Offer',
    'is not a name in PascalCase that ends in Offer and is free',
    'composes',
  ],
  [
    'no key',
    changed('Offer @key(fields: "id") {', 'Offer {'),
    'TokoTaniOffer',
    'is not an entity with the key id',
    'does not compose',
  ],
  [
    'another key',
    changed('Offer @key(fields: "id") {', 'Offer @key(fields: "sku") {'),
    'TokoTaniOffer',
    'is not an entity with the key id',
    'does not compose',
  ],
  [
    'a key that nobody resolves',
    changed('Offer @key(fields: "id") {', 'Offer @key(fields: "id", resolvable: false) {'),
    'TokoTaniOffer',
    'has a key that says it cannot be resolved',
    'does not compose',
  ],
  [
    'a field of Offer that its type lacks',
    changed(/\n.*\n {2}tkdn: Decimal/g, ''),
    'TokoTaniOffer.tkdn',
    'is missing: every offer has it',
    'does not compose',
  ],
  [
    'a field of Offer of another type',
    changed(/ title: String\n/g, ' title: Int\n'),
    'TokoTaniOffer.title',
    'is title: Int and not String',
    'does not compose',
  ],
  [
    'a field of Offer that is never null',
    changed('title: String', 'title: String!'),
    'TokoTaniOffer.title',
    'is title: String! and not String',
    'composes',
  ],
  [
    'a field of Offer that takes arguments',
    changed('title: String', 'title(language: String): String'),
    'TokoTaniOffer.title',
    'is title(language: String): String and not String',
    'composes',
  ],
  [
    'a field that Offer does not have',
    changed('interface Offer {', 'interface Offer {\n  origin: String'),
    'Offer.origin',
    "is not in Pasar's Offer",
    'does not compose',
  ],
  [
    'an Offer that implements more',
    changed(
      'interface Offer {',
      'interface TokoTani_Node { id: ID! }\ninterface Offer implements TokoTani_Node {',
    ),
    'Offer',
    'has as interfaces TokoTani_Node and not none',
    'does not compose',
  ],
  [
    'an Offer that is an entity',
    changed('interface Offer {', 'interface Offer @key(fields: "id") {'),
    'Offer',
    'has as directives @key(fields: "id") and not none',
    'does not compose',
  ],
  [
    'a price that may be null',
    changed('amount: Decimal!', 'amount: Decimal'),
    'LivePrice.amount',
    'is amount: Decimal and not amount: Decimal!',
    'composes',
  ],
  [
    'a price without its currency',
    changed(/\n.*\n {2}currency: String!/, ''),
    'LivePrice.currency',
    'is missing',
    'does not compose',
  ],
  [
    'a price with more to it',
    changed('currency: String!', 'currency: String! rate: Decimal'),
    'LivePrice.rate',
    "is not in Pasar's LivePrice",
    'does not compose',
  ],
  [
    'a price whose amount is deprecated',
    changed('currency: String!', 'currency: String! @deprecated'),
    'LivePrice.currency',
    'is currency: String! @deprecated and not currency: String!',
    'composes',
  ],
  [
    'a seller that is not shareable',
    changed('type Seller @shareable', 'type Seller'),
    'Seller',
    'has as directives none and not @shareable',
    'does not compose',
  ],
  [
    'one more state of stock',
    changed('enum StockState {', 'enum StockState { PREORDER'),
    'StockState.PREORDER',
    "is not in Pasar's StockState",
    'composes',
  ],
  [
    'marketplaces that it resolves itself',
    changed('@key(fields: "id", resolvable: false)', '@key(fields: "id")'),
    'Marketplace',
    'has as directives @key(fields: "id") and not @key(fields: "id", resolvable: false)',
    'composes',
  ],
  [
    'a value type that is an interface',
    changed('type Region @shareable', 'interface Region'),
    'Region',
    'is defined as interface and not as object type',
    'does not compose',
  ],
  [
    "more fields for another marketplace's offers",
    `${TANI} extend type MbizOffer @key(fields: "id") { id: ID! rating: Int }`,
    'MbizOffer',
    "is one of Pasar's own types, which a partner does not define or extend",
    'composes',
  ],
  [
    "another marketplace's price, taken over",
    `${importing('@override')} type MbizOffer @key(fields: "id") { id: ID! title: String @override(from: "mbiz") }`,
    'MbizOffer.title',
    'carries @override',
    'composes',
  ],
  [
    'an order of its own',
    `${TANI} interface Order { id: ID! }`,
    'Order',
    "is one of Pasar's own types, which a partner does not define or extend",
    'composes',
  ],
  [
    'a type whose name says nothing of it',
    changed('origin: String', 'origin: Origin').concat(' type Origin { region: String }'),
    'Origin',
    'does not begin with TokoTani_',
    'composes',
  ],
  [
    "the offers of a marketplace whose name begins like this one's",
    TANI.concat(' type TokoTaniJayaOffer @key(fields: "id") { id: ID! review: String }'),
    'TokoTaniJayaOffer',
    'does not begin with TokoTani_',
    'composes',
  ],
  [
    "a type of a marketplace whose name begins like this one's",
    changed('origin: String', 'origin: TokoTaniJaya_Grade').concat(' enum TokoTaniJaya_Grade { A }'),
    'TokoTaniJaya_Grade',
    'does not begin with TokoTani_',
    'composes',
  ],
  [
    'no feed',
    changed(/type Query[^}]*}\s*type PasarFeed[^}]*}/, ''),
    'Query.pasarFeed',
    'is missing: the index reads offers through it',
    'composes',
  ],
  [
    'a feed without a size of its pages',
    changed('pasarFeed(first: Int!, after: String)', 'pasarFeed(after: String)'),
    'Query.pasarFeed',
    'is pasarFeed(after: String): PasarFeed! and not pasarFeed(first: Int!, after: String): PasarFeed!',
    'composes',
  ],
  [
    'a feed of other offers',
    changed('offers: [TokoTaniOffer!]!', 'offers: [Offer]'),
    'PasarFeed.offers',
    'is offers: [Offer] and not offers: [TokoTaniOffer!]!',
    'composes',
  ],
  [
    'a feed without an end',
    changed('next: String', 'more: String'),
    'PasarFeed.next',
    'is missing',
    'composes',
  ],
  [
    'offers that lead to the feed',
    changed('origin: String', 'origin: PasarFeed'),
    'TokoTaniOffer.origin',
    'leads to or from PasarFeed, which is not in the graph',
    'composes',
  ],
  [
    'another field at the root',
    changed('type Query {', 'type Query { bestSellers: [TokoTaniOffer!]!'),
    'Query.bestSellers',
    'is a field of the root, where a partner adds none',
    'composes',
  ],
  [
    "Pasar's own field at the root",
    changed('type Query {', 'type Query { offer(id: ID!): Offer'),
    'Query.offer',
    'is a field of the root, where a partner adds none',
    'does not compose',
  ],
  [
    'a mutation',
    `${TANI} type Mutation { buy(id: ID!): String }`,
    'Mutation',
    'is a root type of its own',
    'composes',
  ],
  [
    'a subscription',
    `${TANI} type Subscription { prices: TokoTaniOffer }`,
    'Subscription',
    'is a root type of its own',
    'composes',
  ],
  [
    'a mutation under another name',
    `${TANI} schema { query: Query mutation: TokoTani_Changes } type TokoTani_Changes { buy: String }`,
    'schema',
    'names TokoTani_Changes as its root for a mutation',
    'composes',
  ],
  [
    'a subscription under another name',
    `${TANI} extend schema { subscription: TokoTani_News } type TokoTani_News { prices: String }`,
    'schema',
    'names TokoTani_News as its root for a subscription',
    'composes',
  ],
  [
    "another's field of Subscription",
    `${TANI} extend type Subscription { offerChanges(ids: [ID!]!): Offer! }`,
    'Subscription',
    'is a root type of its own',
    'does not compose',
  ],
  [
    'who may read prices',
    changed('price: LivePrice', 'price: LivePrice @authenticated', importing('@authenticated')),
    'TokoTaniOffer.price',
    'carries @authenticated',
    'composes',
  ],
  [
    'a field that is hidden',
    changed('origin: String', 'origin: String @inaccessible', importing('@inaccessible')),
    'TokoTaniOffer.origin',
    'carries @inaccessible',
    'composes',
  ],
  [
    'a field of its own that others may have too',
    changed('origin: String', 'origin: String @shareable'),
    'TokoTaniOffer.origin',
    'carries @shareable',
    'composes',
  ],
  [
    'an object in place of an interface',
    `${importing('@interfaceObject')} type Order @interfaceObject @key(fields: "id") { id: ID! gift: Boolean }`,
    'Order',
    'carries @interfaceObject',
    'composes',
  ],
  [
    'a directive by its full name',
    changed('origin: String', 'origin: String @federation__override(from: "mbiz")'),
    'TokoTaniOffer.origin',
    'carries @federation__override',
    'composes',
  ],
];

describe("a partner's subgraph is refused, with words that its author can act on:", () => {
  it.each(REFUSED)('%s', (_, sdl, coordinate, message, composition) => {
    const problems = problemsOf(sdl);
    expect(problems).toContainEqual({
      coordinate,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
      remedy: expect.stringMatching(/^[A-Z].{20}/),
    });
    expect(composes(sdl)).toBe(composition === 'composes');
  });

  it('all of its problems are told at once, but not without end', () => {
    const sdl = changed('amount: Decimal!', 'amount: Decimal', changed('next: String', 'more: String'));
    expect(problemsOf(sdl).map(({ coordinate }) => coordinate)).toEqual([
      'PasarFeed.next',
      'LivePrice.amount',
    ]);
    const many = Array.from({ length: 200 }, (_, i) => `type Other${i} { id: ID }`).join('\n');
    expect(problemsOf(TANI + many)).toHaveLength(50);
  });

  it.each([
    ['bytes', `${TANI} # ${'x'.repeat(200_000)}`, /^is 20\d{4} bytes long, where at most 200000 are taken$/],
    [
      'types',
      TANI + Array.from({ length: 500 }, (_, i) => `type TokoTani${i} { id: ID }`).join(' '),
      /^defines 5\d\d types, where at most 500 are taken$/,
    ],
    [
      'brackets',
      changed('origin: String', `origin: ${'['.repeat(90_000)}String`),
      /^nests brackets deeper than 20/,
    ],
    [
      'words',
      TANI + ' enum TokoTani_X { A } '.repeat(400) + 'a '.repeat(60_000),
      /or has more than 60000 words and brackets$/,
    ],
  ])('too many %s', (_, sdl, message) => {
    expect(problemsOf(sdl)).toEqual([
      { coordinate: 'schema', message: expect.stringMatching(message), remedy: expect.any(String) },
    ]);
  });
});

const ALONE = supergraphWith([], WITHOUT_ORDERS);

describe("a partner's subgraph is taken, and changes nothing for others", () => {
  it.each([
    ['the starter with a field', TANI],
    [
      'types of its own, named for it',
      `${TANI} type TokoTani_Farm @key(fields: "id") { id: ID! } enum TokoTani_Grade { A B }`,
    ],
    [
      'an interface of its offers with fewer fields',
      changed(/(interface Offer [^}]*?)\n.*\n {2}tkdn: Decimal/, '$1'),
    ],
    [
      'a type in two parts',
      `${TANI} extend type TokoTaniOffer { harvest: Int @deprecated(reason: "see origin") }`,
    ],
    [
      'a directive of its own',
      `${TANI} directive @cached on FIELD_DEFINITION extend type TokoTaniOffer { a: Int @cached }`,
    ],
    ['a root that it names', `${TANI} schema { query: Query }`],
    ['another version of Federation', changed('v2.5', 'v2.9')],
    ['imports that it does not use', importing('@override')],
    [
      'what libraries print beside it',
      `${TANI} directive @key(fields: FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
       scalar FieldSet scalar _Any scalar link__Import type _Service { sdl: String } union _Entity = TokoTaniOffer
       extend type Query { _service: _Service! _entities(representations: [_Any!]!): [_Entity]! }`,
    ],
  ])('with %s', (_, sdl) => {
    const read = readPartnerSubgraph(sdl);
    expect(read).toEqual({ subgraph: { offerType: 'TokoTaniOffer', sdl: expect.any(String) } });
    const { sdl: composed } = partner('toko-tani', sdl);
    expect(composed).not.toMatch(/PasarFeed|pasarFeed|type Query|_Any|scalar FieldSet/);
    expect(findGraphBreakingChanges(ALONE, supergraphWith([sdl], WITHOUT_ORDERS), [])).toEqual([]);
  });

  it("its descriptions of what all subgraphs have are left out, those of its own types aren't", () => {
    const sdl = changed(
      '"""Amount in rupiah;',
      '"""Buy at Toko Tani!',
      changed('  origin: String', '"""From here."""\norigin: String'),
    );
    const read = readPartnerSubgraph(sdl);
    const composed = 'subgraph' in read ? read.subgraph.sdl : '';
    expect(composed).toContain('"""From here."""');
    expect(composed).not.toContain('Buy at Toko Tani!');
  });
});
