import { findGraphBreakingChanges } from '../../../schema/federation/breaking-changes';
import { changed, supergraphWith, TANI, WITHOUT_ORDERS } from './subgraphs';

/** A partner that has something of everything. */
const SDL = `${TANI}
extend type TokoTaniOffer {
  weight: Int!
  label: TokoTani_Label
  farm: TokoTani_Place
  grade: TokoTani_Grade
  harvest(season: TokoTani_Season! = DRY, year: Int): String
  events(filter: TokoTani_Filter): [String!]
}
union TokoTani_Label = TokoTani_Certificate | TokoTani_Note
type TokoTani_Certificate { number: String }
type TokoTani_Note { text: String }
interface TokoTani_Place { name: String }
type TokoTani_Farm implements TokoTani_Place { name: String hectares: String }
type TokoTani_Shop implements TokoTani_Place { name: String hectares: String }
enum TokoTani_Grade { A B }
enum TokoTani_Season { DRY WET }
input TokoTani_Filter { kind: String since: Int! = 2020 deep: TokoTani_Deep }
input TokoTani_Deep { first: Int }
scalar TokoTani_Unused
`;
const withPartners = (...sdls: readonly string[]): string => supergraphWith(sdls, WITHOUT_ORDERS);
const BEFORE = withPartners(SDL);

const edit = (from: string | RegExp, to: string): string => changed(from, to, SDL);
const onTani = (selection: string, variables = ''): string =>
  `query Ask${variables} { offers(ids: ["toko-tani:a.b"]) { id ... on TokoTaniOffer { ${selection} } } }`;
const BYSTANDER = '{ offers(ids: ["toko-tani:a.b"]) { id title ... on MbizOffer { sellerScore } } }';

const recorded = (...documents: readonly string[]) =>
  documents.map((document, i) => ({ hash: `hash-${i}`, document }));

/** What a partner changes, who uses that, who is near it but does not, and what is said of it. */
const BREAKING: readonly (readonly [
  what: string,
  after: string | null,
  user: string,
  neighbour: string,
  kind: string,
  coordinate: string,
  message: string,
])[] = [
  [
    'its offers are gone',
    null,
    onTani('__typename'),
    '{ offers(ids: []) { id title } }',
    'TYPE_REMOVED',
    'TokoTaniOffer',
    'TokoTaniOffer was removed.',
  ],
  [
    'a field is gone',
    edit('  origin: String\n', ''),
    onTani('from: origin'),
    onTani('weight'),
    'FIELD_REMOVED',
    'TokoTaniOffer.origin',
    'TokoTaniOffer.origin was removed.',
  ],
  [
    'a field has another type',
    edit('  origin: String\n', '  origin: Int\n'),
    onTani('origin'),
    onTani('weight'),
    'FIELD_CHANGED_KIND',
    'TokoTaniOffer.origin',
    'TokoTaniOffer.origin changed type from String to Int.',
  ],
  [
    'a field that was never null may be',
    edit('weight: Int!', 'weight: Int'),
    onTani('weight'),
    onTani('origin'),
    'FIELD_CHANGED_KIND',
    'TokoTaniOffer.weight',
    'TokoTaniOffer.weight changed type from Int! to Int.',
  ],
  [
    'a list is none any more',
    edit('[String!]', 'String'),
    onTani('events'),
    onTani('origin'),
    'FIELD_CHANGED_KIND',
    'TokoTaniOffer.events',
    'TokoTaniOffer.events changed type from [String!] to String.',
  ],
  [
    'an argument is gone',
    edit(', year: Int', ''),
    onTani('harvest(year: 2026)'),
    onTani('harvest'),
    'ARG_REMOVED',
    'TokoTaniOffer.harvest(year:)',
    'TokoTaniOffer.harvest arg year was removed.',
  ],
  [
    'an argument is added and must be given',
    edit('year: Int', 'year: Int, region: String!'),
    onTani('harvest'),
    onTani('origin'),
    'REQUIRED_ARG_ADDED',
    'TokoTaniOffer.harvest(region:)',
    'A required arg region on TokoTaniOffer.harvest was added.',
  ],
  [
    'an argument must be given',
    edit('year: Int', 'year: Int!'),
    onTani('harvest'),
    onTani('origin'),
    'ARG_CHANGED_KIND',
    'TokoTaniOffer.harvest(year:)',
    'TokoTaniOffer.harvest arg year has changed type from Int to Int!.',
  ],
  [
    'an argument has another type',
    edit('year: Int', 'year: String'),
    onTani('harvest(year: $y)', '($y: Int)'),
    onTani('harvest(season: WET)'),
    'ARG_CHANGED_KIND',
    'TokoTaniOffer.harvest(year:)',
    'TokoTaniOffer.harvest arg year has changed type from Int to String.',
  ],
  [
    'an argument has no default any more',
    edit('TokoTani_Season! = DRY', 'TokoTani_Season!'),
    onTani('harvest'),
    onTani('harvest(season: WET)'),
    'DEFAULT_REMOVED',
    'TokoTaniOffer.harvest(season:)',
    'TokoTaniOffer.harvest(season:) has no default any more and must be given.',
  ],
  [
    'a value can be passed no more',
    edit('DRY WET', 'DRY'),
    onTani('harvest(season: WET)'),
    onTani('harvest(season: DRY)'),
    'VALUE_REMOVED_FROM_ENUM',
    'TokoTani_Season.WET',
    'WET was removed from enum type TokoTani_Season.',
  ],
  [
    'a value can be passed no more, which a variable may hold',
    edit('DRY WET', 'DRY'),
    onTani('harvest(season: $s)', '($s: TokoTani_Season!)'),
    onTani('harvest'),
    'VALUE_REMOVED_FROM_ENUM',
    'TokoTani_Season.WET',
    'WET was removed from enum type TokoTani_Season.',
  ],
  [
    'a type left a union',
    edit('TokoTani_Certificate | TokoTani_Note', 'TokoTani_Note | TokoTani_Farm'),
    onTani('label { ... on TokoTani_Certificate { number } }'),
    onTani('label { ... on TokoTani_Note { text } }'),
    'TYPE_REMOVED_FROM_UNION',
    'TokoTani_Label',
    'TokoTani_Certificate was removed from union type TokoTani_Label.',
  ],
  [
    'a type left an interface',
    edit('TokoTani_Shop implements TokoTani_Place', 'TokoTani_Shop'),
    onTani('farm { ... on TokoTani_Shop { hectares } }'),
    onTani('farm { ... on TokoTani_Farm { hectares } }'),
    'IMPLEMENTED_INTERFACE_REMOVED',
    'TokoTani_Shop',
    'TokoTani_Shop no longer implements interface TokoTani_Place.',
  ],
  [
    'a type became of another kind',
    edit('type TokoTani_Note { text: String }', 'interface TokoTani_Note { text: String }')
      .replace('= TokoTani_Certificate | TokoTani_Note', '= TokoTani_Certificate')
      .concat('type TokoTani_ShortNote implements TokoTani_Note { text: String }'),
    onTani('label { ... on TokoTani_Note { text } }'),
    onTani('label { ... on TokoTani_Certificate { number } }'),
    'TYPE_CHANGED_KIND',
    'TokoTani_Note',
    'TokoTani_Note changed from an Object type to an Interface type.',
  ],
  [
    'a field of an input is added and must be given',
    edit('{ kind: String', '{ region: String! kind: String'),
    onTani('events(filter: { kind: "rain" })'),
    onTani('events'),
    'REQUIRED_INPUT_FIELD_ADDED',
    'TokoTani_Filter.region',
    'A required field region on input type TokoTani_Filter was added.',
  ],
  [
    'a field of an input is gone',
    edit('{ kind: String', '{'),
    onTani('events(filter: { kind: "rain" })'),
    onTani('events(filter: { since: 1 })'),
    'FIELD_REMOVED',
    'TokoTani_Filter.kind',
    'TokoTani_Filter.kind was removed.',
  ],
  [
    'a field of an input is gone, deep in what a variable may hold',
    edit('{ first: Int }', '{ last: Int }'),
    onTani('events(filter: $f)', '($f: TokoTani_Filter)'),
    onTani('events(filter: { since: 1 })'),
    'FIELD_REMOVED',
    'TokoTani_Deep.first',
    'TokoTani_Deep.first was removed.',
  ],
  [
    'a field of an input must be given',
    edit('{ kind: String', '{ kind: String!'),
    onTani('events(filter: { since: 1 })'),
    onTani('events'),
    'FIELD_CHANGED_KIND',
    'TokoTani_Filter.kind',
    'TokoTani_Filter.kind changed type from String to String!.',
  ],
  [
    'a field of an input has no default any more',
    edit('since: Int! = 2020', 'since: Int!'),
    onTani('events(filter: { kind: "rain" })'),
    onTani('events(filter: { since: 1 })'),
    'DEFAULT_REMOVED',
    'TokoTani_Filter.since',
    'TokoTani_Filter.since has no default any more and must be given.',
  ],
];

/** What a partner may change without anyone noticing. */
const HARMLESS: readonly (readonly [what: string, after: string])[] = [
  ['nothing', SDL],
  [
    'there are more fields, types and arguments',
    edit('origin: String', 'origin(in: String): String soil: TokoTani_Soil') +
      'type TokoTani_Soil { ph: String }',
  ],
  ['a field is never null any more', edit('  origin: String\n', '  origin: String!\n')],
  [
    'an argument need not be given any more',
    edit('season: TokoTani_Season! = DRY', 'season: TokoTani_Season'),
  ],
  ['a value is answered no more', edit('{ A B }', '{ A }')],
  ['one more value is answered', edit('{ A B }', '{ A B C }')],
  ['one more value can be passed', edit('DRY WET', 'DRY WET MIXED')],
  ['one more type is in a union', edit('| TokoTani_Note', '| TokoTani_Note | TokoTani_Farm')],
  ['a field is deprecated', edit('weight: Int!', 'weight: Int! @deprecated(reason: "see label")')],
  [
    'descriptions and the order of fields are others',
    edit('weight: Int!\n  label: TokoTani_Label', '"""!"""\nlabel: TokoTani_Label\n weight: Int!'),
  ],
  ['a type is gone that nothing leads to', edit('scalar TokoTani_Unused', '')],
];

describe('what breaks for clients when a partner changes its subgraph:', () => {
  it.each(BREAKING)('%s', (_, after, user, neighbour, kind, coordinate, message) => {
    const next = after === null ? withPartners() : withPartners(after);
    const found = (...documents: readonly string[]) =>
      findGraphBreakingChanges(BEFORE, next, recorded(...documents)).filter(
        // Each change explains by itself whom it hits.
        (change) => change.coordinate === coordinate || change.kind === 'OPERATION_REFUSED',
      );
    expect(found(user, neighbour, BYSTANDER, user)).toEqual([{ kind, coordinate, message, operations: 2 }]);
    expect(found(neighbour, BYSTANDER)).toEqual([{ kind, coordinate, message, operations: 0 }]);
  });

  it('nothing does of all that a new partner brings', () => {
    const operations = recorded(BYSTANDER, '{ offers(ids: []) { ... on EKatalogLokalOffer { showcase } } }');
    expect(findGraphBreakingChanges(withPartners(), BEFORE, operations)).toEqual([]);
  });
});

describe('what clients do not notice:', () => {
  const operations = recorded(
    onTani('origin weight grade harvest events(filter: $f) farm { name }', '($f: TokoTani_Filter)'),
    onTani('label { ... on TokoTani_Note { text } } harvest(season: $s)', '($s: TokoTani_Season!)'),
    BYSTANDER,
  );
  it.each(HARMLESS)('%s', (_, after) => {
    expect(findGraphBreakingChanges(BEFORE, withPartners(after), operations)).toEqual([]);
  });
});

describe('recorded operations', () => {
  const SAFE_ALONE = edit(/(TokoTani_Farm .*hectares: String)/, '$1!');
  const BOTH = onTani('farm { ... on TokoTani_Farm { hectares } ... on TokoTani_Shop { hectares } }');

  it('that are refused for a change which is safe by itself are told of with the reason', () => {
    // `hectares` of the two types no longer merge into one field of the answer: one may be null.
    expect(findGraphBreakingChanges(BEFORE, withPartners(SAFE_ALONE), recorded(BOTH, BOTH))).toEqual([
      {
        kind: 'OPERATION_REFUSED',
        coordinate: '',
        message: expect.stringContaining('Fields "hectares" conflict because they return conflicting types'),
        operations: 2,
      },
    ]);
    expect(findGraphBreakingChanges(BEFORE, withPartners(SAFE_ALONE), recorded(BYSTANDER))).toEqual([]);
  });

  it.each([
    ['are no GraphQL', '{ offers('],
    ['were refused before', onTani('colour origin')],
    ['name what never was', '{ offers(ids: []) { ... on TokoLamaOffer { origin } } }'],
  ])('that %s count for nothing', (_, document) => {
    const after = withPartners(edit('  origin: String\n', ''));
    expect(findGraphBreakingChanges(BEFORE, after, recorded(document))).toEqual([
      expect.objectContaining({ coordinate: 'TokoTaniOffer.origin', operations: 0 }),
    ]);
  });

  it('of thousands are looked through within seconds', () => {
    const after = withPartners(edit('  origin: String\n', ''));
    const many = Array.from({ length: 1_000 }, (_, i) => onTani(`a${i}: origin weight`)).concat(
      Array.from({ length: 2_000 }, (_, i) => BYSTANDER.replace('title', `a${i}: title`)),
    );
    const startedAt = performance.now();
    const [change] = findGraphBreakingChanges(BEFORE, after, recorded(...many));
    expect(change).toMatchObject({ coordinate: 'TokoTaniOffer.origin', operations: 1_000 });
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  });
});
