import {
  isAbstractType,
  Kind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type InlineFragmentNode,
} from 'graphql';
import { canonical } from '../data/canonical';
import type { FederatedGraph } from '../federated-graph';
import { asksForBoth, asksWithRequiredArguments } from './client-keys';
import type { Asked, Fetched } from './compare-requests';
import { isForgottenFaultily } from './forgotten-fragments';
import type { ToldError } from './told-error';

/** Places where the engine means to differ from the reference, each as narrow as it can be. */

/**
 * An object of a type that clients don't see: null in both answers, but the engine tells of no fault. It is
 * nobody's: a type is known to its subgraph a moment before the supergraph has it.
 */
export const isHiddenType = ({ message }: ToldError): boolean =>
  message.startsWith('Invalid __typename found');

/**
 * What the reference's error of an entity says but for the numbers in its path. It takes the n-th of the
 * objects that it sent for the n-th of those that it looked at, and those without a key it didn't send. Names
 * that the planner made up it doesn't take back.
 */
export const errorWithoutPositions = ({ path, ...error }: ToldError): string =>
  canonical({
    ...error,
    path: path?.map((step) => (typeof step === 'number' ? '@' : step.replace(/__alias_\d+$/, ''))) ?? null,
  });

/**
 * An object of whose type no subgraph said anything, where `__typename` is asked for: null in both answers, and
 * the reference is silent about it.
 */
export const isUnknownType = ({ message }: ToldError): boolean =>
  message === 'No subgraph said of which type this is.';

/**
 * Asked for `__typename` in a fragment on an interface or a union, the reference takes that for the object's
 * type if no subgraph said of which it is, though the schema leaves no doubt; then it tells of nothing.
 */
export function asksAbstractType({ definitions }: DocumentNode, schema: GraphQLSchema): boolean {
  let asks = false;
  const inFragment = ({ typeCondition, selectionSet }: InlineFragmentNode | FragmentDefinitionNode): void => {
    const type = typeCondition && schema.getType(typeCondition.name.value);
    const isAsked = selectionSet.selections.some(
      (one) => one.kind === Kind.FIELD && one.name.value === '__typename',
    );
    if (isAbstractType(type) && isAsked) asks = true;
  };
  for (const definition of definitions)
    visit(definition, { InlineFragment: inFragment, FragmentDefinition: inFragment });
  return asks;
}

/** Why the reference's answer to a question is known to be wrong; null where it isn't. */
export type Exemption =
  | 'CONDITION_IS_NULL'
  | 'NOT_PLANNED_IN_TIME'
  | 'NOTHING_PLANNED'
  | 'REFERENCE_THROWS'
  | 'CALLED_LIKE_A_KEY'
  | 'REQUIRED_WITH_ARGUMENTS'
  | 'FORGOTTEN_FAULTILY'
  | 'NOTHING_RENAMED'
  | 'GRIDS_NOT_MERGED'
  | 'GRIDS_NOT_SENT';

export function exemptionOf(
  { engine, reference }: Readonly<Record<'engine' | 'reference', Asked>>,
  { quirks, sharedGrids, unevenTypes }: Pick<FederatedGraph, 'quirks' | 'sharedGrids' | 'unevenTypes'>,
): Exemption | null {
  const { fetched } = reference;
  const { fetched: ofEngine } = engine;
  if (isPlannedAway(engine, reference)) return 'NOTHING_PLANNED';
  // An object where a list is expected, for one, is an error of the reference's own, and then there is no answer.
  if (isThrown(reference) && fetched.some(({ isMisshapen }) => isMisshapen)) return 'REFERENCE_THROWS';
  // Where a client asks for the field too, the reference takes one of the two arguments for both.
  if (ofEngine.some(({ query }) => asksWithRequiredArguments(query))) return 'REQUIRED_WITH_ARGUMENTS';
  // The reference takes a client's field for the key or the required field of the same response name.
  if (ofEngine.some(({ query }) => asksForBoth(query))) return 'CALLED_LIKE_A_KEY';
  if (isForgottenFaultily(ofEngine, fetched, unevenTypes)) return 'FORGOTTEN_FAULTILY';
  // Where a response name would be two things, the planner renames one: the reference loses null, 0 and false.
  if (fetched.some(({ renamedNothing }) => renamedNothing)) return 'NOTHING_RENAMED';
  // Lists in lists of objects that a field requires are sent as nulls.
  if (quirks.has('REQUIRED_GRIDS') && fetched.some(hasGrid)) return 'GRIDS_NOT_SENT';
  // Of two answers with lists in lists the reference takes the later one, and forgets the other.
  const isAskedTwice = (name: string): boolean =>
    fetched.filter(({ query }) => new RegExp(`\\b${name}\\b`).test(query)).length > 1;
  return sharedGrids.some(isAskedTwice) ? 'GRIDS_NOT_MERGED' : null;
}

/** Why the answers to a question say nothing of each other; null where they do. */
export function incomparableFor(
  { engine, reference }: Readonly<Record<'engine' | 'reference', Asked>>,
  isHurried: boolean,
): Exemption | null {
  // The reference would go in circles until its process ends.
  if (isHurried || isNotPlanned(reference)) return 'NOT_PLANNED_IN_TIME';
  return isRefusedForNull(engine) ? 'CONDITION_IS_NULL' : null;
}

const isNotPlanned = ({ answer: { errors } }: Asked): boolean =>
  errors.some(({ message }) => message === 'thrown: planning took too long');

/**
 * Null for a `@skip` or an `@include`, beside a default. By the specification it is an error where it is met; the
 * reference asks subgraphs first, and fails when it looks at the condition. The engine refuses it before anything
 * is asked, as GraphQL does for variables that are non-null themselves, wherever these are used: what such a
 * question selects can't be said.
 */
function isRefusedForNull({ answer, fetched }: Asked): boolean {
  const isRefusal = ({ message, path }: ToldError): boolean =>
    message.endsWith(' of an argument "if" of type "Boolean!" must not be null.') && path === null;
  const { data, errors } = answer;
  return fetched.length === 0 && data === null && errors.length === 1 && errors.every(isRefusal);
}

/**
 * The planner leaves out a field below which nothing is possible, though what it leads to may be there. Where no
 * other is left, the reference says null as if somebody had, and the engine that there is no answer.
 */
function isPlannedAway(engine: Asked, reference: Asked): boolean {
  const isRefused = ({ message, path }: ToldError): boolean =>
    message.startsWith('No subgraph can resolve what is selected of ') && path === null;
  const { data, errors } = reference.answer;
  return (
    engine.fetched.length + reference.fetched.length === 0 &&
    engine.answer.errors.length === 1 &&
    engine.answer.errors.every(isRefused) &&
    errors.length === 0 &&
    Object.values((JSON.parse(data ?? 'null') as object | null) ?? { data: null }).includes(null)
  );
}

/** An error that is no subgraph's, instead of an answer. */
const isThrown = ({ answer: { data, errors } }: Asked): boolean =>
  data === null && errors.some(({ path, extensions }) => path === null && !extensions['serviceName']);

/** A representation with a list in a list that holds nulls. */
function hasGrid({ variables }: Fetched): boolean {
  const { representations = [] } = variables as { representations?: readonly object[] };
  return representations.some((one) =>
    Object.values(one).some(
      (value) =>
        Array.isArray(value) && value.length > 0 && value.every((item) => item === null || isEmpty(item)),
    ),
  );
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;
