import { print } from 'graphql';
import { ownVocabulary, type Vocabulary } from './own-vocabulary';
import { argumentsOf } from './partner-links';
import { fieldText, type SdlType } from './sdl-types';
import { problem, type SubgraphCheck, type SubgraphProblem } from './subgraph-problem';

const OFFER_TYPE_NAME = /^[A-Z][A-Za-z0-9]{2,59}Offer$/;
/** Kept free for types that Pasar itself may get. */
const RESERVED = /^(?:Pasar|Partner)/;

/** The object types that implement Offer. */
export function offerTypesOf(types: ReadonlyMap<string, SdlType>): readonly SdlType[] {
  return [...types.values()].filter(({ interfaces }) => interfaces.includes('Offer'));
}

/**
 * What names of a partner's own types begin with: `TokoTani_` where its offers' type is `TokoTaniOffer`. That has
 * no underscore, so that the partner of `TokoOffer` can't take what another's names begin with.
 */
export function prefixOf(offerType: SdlType): string {
  return `${stemOf(offerType)}_`;
}

/** The name of an offers' type, without `Offer`. */
export function stemOf({ name }: SdlType): string {
  return name.replace(/Offer$/, '');
}

/** A partner brings one kind of offers, an entity of its own that every subgraph can name by its id. */
export const checkOfferType: SubgraphCheck = ({ types, vocabulary }) => {
  const found = offerTypesOf(types);
  const [offerType] = found;
  if (offerType === undefined) {
    const remedy = 'Define one, for example: type TokoContohOffer implements Offer @key(fields: "id") { … }';
    return [problem('Offer', 'is implemented by no type', remedy)];
  }
  if (found.length > 1) {
    const names = found.map(({ name }) => name).join(', ');
    const remedy = 'Keep one; what tells offers apart can be a field of it.';
    return [problem('Offer', `is implemented by ${names}, where one type is expected`, remedy)];
  }
  const wrongName = offerNameProblem(offerType.name, vocabulary);
  return [
    ...(wrongName === null ? [] : [wrongName]),
    ...(offerType.kind === 'object type'
      ? []
      : [problem(offerType.name, `is an ${offerType.kind}`, 'Let an object type implement Offer.')]),
    ...checkKey(offerType),
  ];
};

/** What is wrong with a name for a partner's offers; null for one that may be had. */
export function offerNameProblem(
  name: string,
  { names: taken }: Pick<Vocabulary, 'names'> = ownVocabulary(),
): SubgraphProblem | null {
  const remedy = 'Name it for your marketplace, for example TokoTaniOffer.';
  if (taken.has(name)) return problem(name, "is the name of one of Pasar's own types", remedy);
  if (OFFER_TYPE_NAME.test(name) && !RESERVED.test(name)) return null;
  return problem(name, 'is not a name in PascalCase that ends in Offer and is free', remedy);
}

function checkKey({ name, directives }: SdlType): readonly SubgraphProblem[] {
  const keys = directives.filter((directive) => directive.name.value === 'key').map(argumentsOf);
  const byId = keys.filter(({ fields }) => typeof fields === 'string' && fields.trim() === 'id');
  const remedy = `Write: type ${name} implements Offer @key(fields: "id")`;
  if (byId.length === 0) return [problem(name, 'is not an entity with the key id', remedy)];
  return byId.some(({ resolvable = true }) => resolvable === true)
    ? []
    : [problem(name, 'has a key that says it cannot be resolved', remedy)];
}

/**
 * Whatever Pasar's own subgraphs have in the interface a partner's type must have too, with the same types:
 * composition refuses a supergraph in which a field of an interface is not there. A type that promised more
 * (`String!`) would lose the whole offer with one value.
 */
export const checkOfferFields: SubgraphCheck = ({ offerType, vocabulary }) => {
  if (offerType === null) return [];
  const found = new Map(offerType.fields.map((field) => [field.name.value, field]));
  return vocabulary.offer.fields.flatMap((wanted) => {
    const name = wanted.name.value;
    const field = found.get(name);
    const text = fieldText(wanted);
    const remedy = `Define \`${text}\`; answer null where there is no value.`;
    if (field === undefined)
      return [problem(`${offerType.name}.${name}`, 'is missing: every offer has it', remedy)];
    return fieldText(field) === text
      ? []
      : [
          problem(
            `${offerType.name}.${name}`,
            `is ${fieldText(field)} and not ${print(wanted.type)}`,
            remedy,
          ),
        ];
  });
};
