import { parse, print, validate, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { Question, Variables } from '../engine-request';
import type { Random } from '../random';
import { createDraft, type Draft } from './draft';
import { drawIntrospection } from './draw-introspection';
import { drawSelectionSet } from './draw-selections';
import { drawVariables } from './draw-variables';
import { nameFragments } from './name-fragments';

export interface DrawnOperation extends Question {
  /** What it is asked with: the plan is one, what comes of it differs. */
  readonly variableSets: readonly Variables[];
}

const VARIABLE_SETS = 3;

/** A valid operation of chance; null where what was drawn isn't valid. */
export function drawOperation(random: Random, schema: GraphQLSchema): DrawnOperation | null {
  const draft = createDraft(random, schema);
  const mutation = schema.getMutationType();
  const isMutation = mutation !== null && mutation !== undefined && random.chance(0.12);
  const root = isMutation ? mutation : schema.getQueryType();
  if (!root) return null;
  const selections = drawRoot(draft, root, isMutation);
  const hasOthers = random.chance(0.15);
  const isNamed = hasOthers || random.chance(0.5);
  const text = [
    `${isMutation ? 'mutation' : 'query'}${isNamed ? ' Asked' : ''}${declarations(draft)} ${selections}`,
    ...(hasOthers ? ['query Other { __typename }'] : []),
  ].join('\n');
  const drawn = parse(text);
  if (validate(schema, drawn).length > 0) return null;
  const printed = print(nameFragments(drawn, schema, random));
  const document = parse(printed);
  const names = isNamed && (hasOthers || random.chance(0.5)) ? 'Asked' : null;
  const variableSets =
    draft.variables.length === 0
      ? [{}]
      : Array.from({ length: VARIABLE_SETS }, () => drawVariables(random, draft.variables, schema));
  return { text: printed, document, operationName: names, variableSets };
}

function drawRoot(draft: Draft, root: GraphQLObjectType, isMutation: boolean): string {
  const selections = drawSelectionSet(draft, root, []);
  if (isMutation || !draft.random.chance(0.12)) return selections;
  const introspection = drawIntrospection(draft);
  return draft.random.chance(0.5)
    ? `{ ${introspection} ${selections.slice(1)}`
    : `${selections.slice(0, -1)} ${introspection} }`;
}

function declarations({ variables }: Draft): string {
  if (variables.length === 0) return '';
  const printed = variables.map(
    ({ name, type, defaultValue }) => `$${name}: ${type}${defaultValue === null ? '' : ` = ${defaultValue}`}`,
  );
  return `(${printed.join(', ')})`;
}
