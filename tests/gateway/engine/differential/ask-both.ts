import { ENTITIES } from '../../../../gateway/data-sources/entity-fetch';
import { compareAnswers } from './answers/compare-answers';
import { compareRequests, type Asked, type Fetched } from './answers/compare-requests';
import { asksAbstractType, exemptionOf, incomparableFor, type Exemption } from './answers/exemptions';
import { withoutForgotten } from './answers/forgotten-fragments';
import { isComplete, isInSelectedOrder } from './answers/key-order';
import { isNoObject, toldAnswer, type ToldAnswer } from './answers/told-error';
import { engineRequest, type Question, type Variables } from './engine-request';
import { canonical } from './data/canonical';
import type { Engine, OpenEngine } from './engine';
import type { FederatedGraph } from './federated-graph';
import { keepingTypes } from './kept-types';
import { askInParts } from './parts/ask-in-parts';
import { compareParts } from './parts/compare-parts';
import { deferSome } from './parts/defer-some';

/** Both engines' answers to a question, and what differs; nothing where they agree. */
export interface Comparison {
  readonly engine: Asked;
  readonly reference: Asked;
  readonly differences: readonly string[];
  /** Asked with `@defer`, the engine answered in several parts. */
  readonly isInParts: boolean;
  /** Why they may differ all the same. */
  readonly exemption: Exemption | null;
}

/** Both engines over one graph. */
export interface BothEngines {
  readonly apiSchema: Engine['schemaContext']['apiSchema'];
  ask(question: Question, variables: Variables): Promise<Comparison>;
  stop(): Promise<void>;
}

export async function openBoth(
  graph: FederatedGraph,
  { engine, reference }: { readonly engine: OpenEngine; readonly reference: OpenEngine },
): Promise<BothEngines> {
  const own = await openRecorded(graph, engine);
  const combining = await openRecorded(graph, takingCombined(engine));
  const expected = await openRecorded(graph, keepingTypes(reference, graph));
  function compareData(
    asked: Pick<Comparison, 'engine' | 'reference'>,
    question: Question,
    selected: Parameters<typeof isComplete>[2],
  ): readonly string[] {
    const data = asked.engine.answer.data;
    const other = asked.reference.answer.data;
    const isOrdered =
      data === other || data === null || isInSelectedOrder(JSON.parse(data), question, selected);
    // Without data there is nothing to hold the reference's to, and its conditions may be no booleans.
    const isIncomplete =
      data !== null && data !== other && other !== null && !isComplete(JSON.parse(other), question, selected);
    const allowances = {
      isIncomplete,
      hasSurerTypes: graph.quirks.has('SURER_TYPES'),
      isMisshapen: asked.engine.fetched.some((one) => one.isMisshapen),
      asksAbstractType: asksAbstractType(question.document, selected.schema),
    };
    return [
      ...(isOrdered ? [] : ['keys are in no order that the operation has']),
      ...compareAnswers(asked.engine.answer, asked.reference.answer, allowances),
    ];
  }
  return {
    apiSchema: expected.apiSchema,
    async ask(question, variables) {
      const asked = {
        engine: await own.ask(question, variables),
        reference: await expected.ask(question, variables),
      };
      const incomparable = incomparableFor(asked, own.isHurried() || combining.isHurried());
      if (incomparable) return { ...asked, differences: [], isInParts: false, exemption: incomparable };
      const inParts = await own.askInParts(question, variables, asked.engine);
      const differences = [
        ...[
          ...compareData(asked, question, { schema: own.apiSchema, variables }),
          ...compareRequests(
            withoutForgotten(asked.engine.fetched, asked.reference.fetched, graph.unevenTypes),
            asked.reference.fetched,
          ),
        ]
          .filter((one) => !isOfReference(one) || !takesListForObject(asked.engine))
          .filter((one) => !isOfRepresentation(one) || !isMisshapen(asked.reference)),
        ...compareCombined(await combining.ask(question, variables), asked.engine),
        ...inParts.differences,
      ];
      const exemption = differences.length > 0 ? exemptionOf(asked, graph) : null;
      return {
        ...asked,
        differences: exemption ? [] : differences,
        isInParts: inParts.laterParts > 0,
        exemption,
      };
    },
    async stop() {
      await own.stop();
      await combining.stop();
      await expected.stop();
    },
  };
}

const isOfRepresentation = (difference: string): boolean => difference.startsWith('represented by ');

/** Of a value that is a list in one answer and an object in another, the one that came later counts. */
const isMisshapen = ({ fetched }: Asked): boolean => fetched.some((one) => one.isMisshapen === true);

const isOfReference = (difference: string): boolean =>
  /^(?:asked by|represented by|error of) the reference alone: /.test(difference);

/** Where the reference takes a list for an object, it asks for more of that; for the engine there is none. */
const takesListForObject = ({ answer, fetched }: Asked): boolean =>
  fetched.some((one) => one.isMisshapen) && answer.errors.some(isNoObject);

/** Over subgraphs that may be asked for several lists of entities at once. */
function takingCombined(open: OpenEngine): OpenEngine {
  return (sdl, dataSource) => open(sdl, (subgraph) => ({ ...dataSource(subgraph), takesCombined: true }));
}

/** However fetches travel, the answer is the same; and together they are never more. */
function compareCombined(combined: Asked, apart: Asked): readonly string[] {
  if ([...combined.fetched, ...apart.fetched].some(({ isTampered }) => isTampered)) return [];
  const answers = [combined, apart].map(({ answer: { data, errors } }) =>
    canonical([data, errors.map(canonical).sort()]),
  );
  return [
    ...(answers[0] === answers[1]
      ? []
      : [`combined fetches give another answer: ${answers.join(' instead of ')}`]),
    ...(combined.fetched.length <= apart.fetched.length ? [] : ['combined fetches are more than apart']),
  ];
}

async function openRecorded(graph: FederatedGraph, open: OpenEngine) {
  const fetched: Fetched[] = [];
  const engine = await open(graph.supergraphSdl, graph.record(fetched));
  const { apiSchema } = engine.schemaContext;
  return {
    apiSchema,
    stop: () => engine.stop(),
    isHurried: () => engine.isHurried?.() ?? false,
    async ask(question: Question, variables: Variables): Promise<Asked> {
      fetched.length = 0;
      const answer = await executed(engine, question, variables);
      return { answer, fetched: [...fetched] };
    },
    async askInParts(
      question: Question,
      variables: Variables,
      whole: Asked,
    ): Promise<{ readonly differences: readonly string[]; readonly laterParts: number }> {
      const deferring = deferSome(question, apiSchema);
      if (deferring === null || whole.answer.data === null) return { differences: [], laterParts: 0 };
      fetched.length = 0;
      const joined = await askInParts(engine, deferring, variables);
      const found = mayDiffer([...fetched, ...whole.fetched], question)
        ? joined.problems
        : compareParts(joined, whole.answer);
      const differences = found.map((one) => `answered in parts: ${one}\n${deferring.text}`);
      return { differences, laterParts: joined.laterParts };
    },
  };
}

/**
 * Fetches of parts are others: faults are drawn by their text, and an entity whose subgraph is asked for what
 * is deferred of it may be one that it knows nothing of. Where a field that requires others is asked on a condition,
 * these are asked on that, too, and what else goes with it has no representation, or has one in parts alone.
 */
function mayDiffer(fetched: readonly Fetched[], { text }: Question): boolean {
  const isOdd = fetched.some((one) => [one.isTampered, one.isMisshapen, one.lacksEntities].includes(true));
  return isOdd || asksWithoutRequired(fetched) || (REQUIRING.test(text) && CONDITIONAL.test(text));
}

/**
 * What a field requires is in its entity's representation. Where another field requires that one, or where it is
 * asked at the root, the planner now and then asks for it without, and its value is another then.
 */
function asksWithoutRequired(fetched: readonly Fetched[]): boolean {
  const requiring = fetched.filter(({ query }) => REQUIRING.test(query));
  const names = new Set(requiring.flatMap(({ query }) => query.match(new RegExp(REQUIRING, 'g')) ?? []));
  return names.size > 1 || requiring.some(({ query }) => !query.includes(ENTITIES));
}

const REQUIRING = /\bneeds\d+/;
const CONDITIONAL = /@(?:include|skip)\b/;

/** What is thrown is compared too, as the error that a client would be told. */
async function executed(engine: Engine, question: Question, variables: Variables): Promise<ToldAnswer> {
  try {
    return toldAnswer(
      await engine.execute(engineRequest(question, variables, engine.schemaContext.apiSchema)),
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return toldAnswer({ errors: [{ message: `thrown: ${error.message}` }] });
  }
}
