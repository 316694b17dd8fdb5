import { findGraphBreakingChanges } from '../../../schema/federation/breaking-changes';
import { changed, supergraphWith, TANI, WITHOUT_ORDERS } from './subgraphs';

/** A partner that has something of everything. */
const SDL = `${TANI}
extend type TokoTaniOffer {
  weight: Int!
  label: TokoTaniLabel
  farm: TokoTaniPlace
  grade: TokoTaniGrade
  harvest(season: TokoTaniSeason! = DRY, year: Int): String
  events(filter: TokoTaniFilter): [String!]
}
union TokoTaniLabel = TokoTaniCertificate | TokoTaniNote
type TokoTaniCertificate { number: String }
type TokoTaniNote { text: String }
interface TokoTaniPlace { name: String }
type TokoTaniFarm implements TokoTaniPlace { name: String hectares: String }
type TokoTaniShop implements TokoTaniPlace { name: String hectares: String }
enum TokoTaniGrade { A B }
enum TokoTaniSeason { DRY WET }
input TokoTaniFilter { kind: String since: Int! = 2020 deep: TokoTaniDeep }
input TokoTaniDeep { first: Int }
scalar TokoTaniUnused
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
    edit('TokoTaniSeason! = DRY', 'TokoTaniSeason!'),
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
    'TokoTaniSeason.WET',
    'WET was removed from enum type TokoTaniSeason.',
  ],
  [
    'a value can be passed no more, which a variable may hold',
    edit('DRY WET', 'DRY'),
    onTani('harvest(season: $s)', '($s: TokoTaniSeason!)'),
    onTani('harvest'),
    'VALUE_REMOVED_FROM_ENUM',
    'TokoTaniSeason.WET',
    'WET was removed from enum type TokoTaniSeason.',
  ],
  [
    'a type left a union',
    edit('TokoTaniCertificate | TokoTaniNote', 'TokoTaniNote | TokoTaniFarm'),
    onTani('label { ... on TokoTaniCertificate { number } }'),
    onTani('label { ... on TokoTaniNote { text } }'),
    'TYPE_REMOVED_FROM_UNION',
    'TokoTaniLabel',
    'TokoTaniCertificate was removed from union type TokoTaniLabel.',
  ],
  [
    'a type left an interface',
    edit('TokoTaniShop implements TokoTaniPlace', 'TokoTaniShop'),
    onTani('farm { ... on TokoTaniShop { hectares } }'),
    onTani('farm { ... on TokoTaniFarm { hectares } }'),
    'IMPLEMENTED_INTERFACE_REMOVED',
    'TokoTaniShop',
    'TokoTaniShop no longer implements interface TokoTaniPlace.',
  ],
  [
    'a type became of another kind',
    edit('type TokoTaniNote { text: String }', 'interface TokoTaniNote { text: String }')
      .replace('= TokoTaniCertificate | TokoTaniNote', '= TokoTaniCertificate')
      .concat('type TokoTaniShortNote implements TokoTaniNote { text: String }'),
    onTani('label { ... on TokoTaniNote { text } }'),
    onTani('label { ... on TokoTaniCertificate { number } }'),
    'TYPE_CHANGED_KIND',
    'TokoTaniNote',
    'TokoTaniNote changed from an Object type to an Interface type.',
  ],
  [
    'a field of an input is added and must be given',
    edit('{ kind: String', '{ region: String! kind: String'),
    onTani('events(filter: { kind: "rain" })'),
    onTani('events'),
    'REQUIRED_INPUT_FIELD_ADDED',
    'TokoTaniFilter.region',
    'A required field region on input type TokoTaniFilter was added.',
  ],
  [
    'a field of an input is gone',
    edit('{ kind: String', '{'),
    onTani('events(filter: { kind: "rain" })'),
    onTani('events(filter: { since: 1 })'),
    'FIELD_REMOVED',
    'TokoTaniFilter.kind',
    'TokoTaniFilter.kind was removed.',
  ],
  [
    'a field of an input is gone, deep in what a variable may hold',
    edit('{ first: Int }', '{ last: Int }'),
    onTani('events(filter: $f)', '($f: TokoTaniFilter)'),
    onTani('events(filter: { since: 1 })'),
    'FIELD_REMOVED',
    'TokoTaniDeep.first',
    'TokoTaniDeep.first was removed.',
  ],
  [
    'a field of an input must be given',
    edit('{ kind: String', '{ kind: String!'),
    onTani('events(filter: { since: 1 })'),
    onTani('events'),
    'FIELD_CHANGED_KIND',
    'TokoTaniFilter.kind',
    'TokoTaniFilter.kind changed type from String to String!.',
  ],
  [
    'a field of an input has no default any more',
    edit('since: Int! = 2020', 'since: Int!'),
    onTani('events(filter: { kind: "rain" })'),
    onTani('events(filter: { since: 1 })'),
    'DEFAULT_REMOVED',
    'TokoTaniFilter.since',
    'TokoTaniFilter.since has no default any more and must be given.',
  ],
];

/** What a partner may change without anyone noticing. */
const HARMLESS: readonly (readonly [what: string, after: string])[] = [
  ['nothing', SDL],
  [
    'there are more fields, types and arguments',
    edit('origin: String', 'origin(in: String): String soil: TokoTaniSoil') +
      'type TokoTaniSoil { ph: String }',
  ],
  ['a field is never null any more', edit('  origin: String\n', '  origin: String!\n')],
  ['an argument need not be given any more', edit('season: TokoTaniSeason! = DRY', 'season: TokoTaniSeason')],
  ['a value is answered no more', edit('{ A B }', '{ A }')],
  ['one more value is answered', edit('{ A B }', '{ A B C }')],
  ['one more value can be passed', edit('DRY WET', 'DRY WET MIXED')],
  ['one more type is in a union', edit('| TokoTaniNote', '| TokoTaniNote | TokoTaniFarm')],
  ['a field is deprecated', edit('weight: Int!', 'weight: Int! @deprecated(reason: "see label")')],
  [
    'descriptions and the order of fields are others',
    edit('weight: Int!\n  label: TokoTaniLabel', '"""!"""\nlabel: TokoTaniLabel\n weight: Int!'),
  ],
  ['a type is gone that nothing leads to', edit('scalar TokoTaniUnused', '')],
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
    onTani('origin weight grade harvest events(filter: $f) farm { name }', '($f: TokoTaniFilter)'),
    onTani('label { ... on TokoTaniNote { text } } harvest(season: $s)', '($s: TokoTaniSeason!)'),
    BYSTANDER,
  );
  it.each(HARMLESS)('%s', (_, after) => {
    expect(findGraphBreakingChanges(BEFORE, withPartners(after), operations)).toEqual([]);
  });
});

describe('recorded operations', () => {
  const SAFE_ALONE = edit(/(TokoTaniFarm .*hectares: String)/, '$1!');
  const BOTH = onTani('farm { ... on TokoTaniFarm { hectares } ... on TokoTaniShop { hectares } }');

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
