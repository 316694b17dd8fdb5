import type { GraphQLError } from 'graphql';
import type { DeferredAnswer, LaterPart } from '../../../subgraphs/http/incremental/deferral-slot';
import type { Completion, Postponed } from '../response/completion';
import type { ResponsePath } from '../response-object';
import type { DeferLabels } from './name-defers';
import { divideErrors, errorsByPlace, otherErrors, isWithin, type DividedErrors } from './part-errors';
import type { RunningPart } from './run-parts';

export interface LaterOptions {
  /** What is being fetched, by name. The planner plans no part of what is in another already. */
  readonly running: ReadonlyMap<string, RunningPart>;
  readonly labels: DeferLabels;
  /** The errors of the fetches for the first part: told with it, and not yet told. */
  readonly errors: DividedErrors;
  /** A completion of something at a path. */
  completionAt(path: ResponsePath): Completion;
}

/** What was put off, as it becomes known: all places of one `@defer` at once, and then what was put off in them. */
export async function* tellLater(
  postponed: readonly Postponed[],
  { running, labels, errors, completionAt }: LaterOptions,
): AsyncGenerator<LaterPart> {
  const waiting = new Map<string, Postponed[]>();
  const ready: string[] = [];
  const told = [...errors.now];
  let untold = [...errors.later];
  let wake = (): void => undefined;

  function wait(places: readonly Postponed[]): void {
    for (const place of places) {
      const others = waiting.get(place.name);
      if (others) {
        others.push(place);
        continue;
      }
      waiting.set(place.name, [place]);
      void (running.get(place.name)?.done ?? Promise.resolve()).then(() => {
        ready.push(place.name);
        wake();
      });
    }
  }

  function answersOf(name: string): readonly DeferredAnswer[] {
    const places = waiting.get(name) ?? [];
    waiting.delete(name);
    const errorsOf = errorsByPlace(running.get(name)?.execution.errors ?? [], places);
    return places.map((place) => answerTo(place, errorsOf.get(place) ?? []));
  }

  /** `fetchErrors`: of the part's own fetches, at this place. */
  function answerTo(place: Postponed, fetchErrors: readonly GraphQLError[]): DeferredAnswer {
    const { path, name } = place;
    const completion = completionAt(path);
    const data = place.complete(completion);
    wait(completion.postponed);
    const isTold = (error: GraphQLError): boolean =>
      isWithin(error.path ?? [], path) &&
      (data === null || Object.hasOwn(data, error.path?.[path.length] ?? ''));
    const own = [...untold.filter(isTold), ...fetchErrors];
    const { now, later } = divideErrors(own, data, { path, postponed: completion.postponed });
    untold = [...untold.filter((error) => !isTold(error)), ...later];
    const all = [...now, ...otherErrors(data, { path, own: now, before: told, faults: completion.faults })];
    told.push(...now);
    return { path, label: labels.get(name) ?? null, data, ...(all.length > 0 ? { errors: all } : {}) };
  }

  wait(postponed);
  while (waiting.size > 0) {
    if (ready.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    const answers = ready.splice(0).flatMap(answersOf);
    const hasNext = waiting.size > 0;
    yield { answers: hasNext ? answers : withErrors(answers, untold), hasNext };
  }
}

/** Errors of what a null has risen over are told with the last that there is to tell. */
function withErrors(
  answers: readonly DeferredAnswer[],
  untold: readonly GraphQLError[],
): readonly DeferredAnswer[] {
  const last = answers.at(-1);
  if (!last || untold.length === 0) return answers;
  return [...answers.slice(0, -1), { ...last, errors: [...(last.errors ?? []), ...untold] }];
}
