import { isMachineryType } from './federation-machinery';
import { prefixOf, stemOf } from './partner-offer';
import { FEED_TYPE } from './partner-root';
import { directivesText, fieldText, type SdlType } from './sdl-types';
import { problem, type SubgraphCheck, type SubgraphProblem } from './subgraph-problem';

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** Types of a partner's own are named for it, so that two partners can't mean the same type. */
export const checkTypeNames: SubgraphCheck = ({ types, offerType, vocabulary }) =>
  [...types.keys()]
    .filter((name) => !isMachineryType(name) && !ROOTS.has(name))
    .filter((name) => name !== 'Offer' && name !== FEED_TYPE && !vocabulary.values.has(name))
    .filter((name) => name !== offerType?.name)
    .flatMap((name) => {
      if (vocabulary.names.has(name)) {
        const remedy = 'Leave it out, or give your own type another name.';
        return [
          problem(name, "is one of Pasar's own types, which a partner does not define or extend", remedy),
        ];
      }
      if (offerType === null || name.startsWith(prefixOf(offerType))) return [];
      const prefix = prefixOf(offerType);
      const stem = stemOf(offerType);
      const own = (name.startsWith(stem) ? name.slice(stem.length) : name).replace(/^_+/, '');
      return [problem(name, `does not begin with ${prefix}`, `Name it ${prefix}${own}.`)];
    });

/** The types of an offer's fields are the same in every subgraph: one that differs changes them for all. */
export const checkValueTypes: SubgraphCheck = ({ types, vocabulary }) => [
  ...differences(types.get('Offer'), vocabulary.offer, { mayLack: true }),
  ...[...vocabulary.values.values()].flatMap((wanted) => differences(types.get(wanted.name), wanted)),
];

const COPY = "Copy it from the starter's SDL, unchanged.";

function differences(
  type: SdlType | undefined,
  wanted: SdlType,
  { mayLack = false } = {},
): readonly SubgraphProblem[] {
  const at = wanted.name;
  if (type === undefined) return [problem(at, 'is not defined', COPY)];
  if (type.kind !== wanted.kind)
    return [problem(at, `is defined as ${type.kind} and not as ${wanted.kind}`, COPY)];
  return [
    ...differentText(at, directivesText(type.directives), directivesText(wanted.directives), 'directives'),
    ...differentText(at, namesText(type.interfaces), namesText(wanted.interfaces), 'interfaces'),
    ...differentText(at, namesText(type.members), namesText(wanted.members), 'members'),
    ...differentParts(at, partsOf(type), partsOf(wanted), mayLack),
  ];
}

function namesText(names: readonly string[]): string {
  return [...names].sort().join(' & ');
}

function differentText(at: string, found: string, wanted: string, what: string): readonly SubgraphProblem[] {
  if (found === wanted) return [];
  const shown = (text: string): string => (text === '' ? 'none' : text);
  return [problem(at, `has as ${what} ${shown(found)} and not ${shown(wanted)}`, COPY)];
}

/** Fields and enum values as one line each, by name. */
function partsOf({ fields, values }: SdlType): ReadonlyMap<string, string> {
  const withDirectives = (text: string, directives: string): string =>
    directives === '' ? text : `${text} ${directives}`;
  return new Map([
    ...fields.map((field): [string, string] => [
      field.name.value,
      withDirectives(fieldText(field), directivesText(field.directives)),
    ]),
    ...values.map(({ name, directives }): [string, string] => [
      name.value,
      withDirectives(name.value, directivesText(directives)),
    ]),
  ]);
}

function differentParts(
  at: string,
  found: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
  mayLack: boolean,
): readonly SubgraphProblem[] {
  const extra = [...found.keys()].filter((name) => !wanted.has(name));
  return [
    ...extra.map((name) =>
      problem(
        `${at}.${name}`,
        `is not in Pasar's ${at}`,
        'Leave it out; what only your offers have goes into their own type.',
      ),
    ),
    ...[...wanted].flatMap(([name, text]) => {
      const part = found.get(name);
      if (part === text || (part === undefined && mayLack)) return [];
      const message = part === undefined ? 'is missing' : `is ${part} and not ${text}`;
      return [problem(`${at}.${name}`, message, COPY)];
    }),
  ];
}
