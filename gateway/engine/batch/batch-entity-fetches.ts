import type { SubgraphAnswer, SubgraphRequest } from '../../data-sources/data-source';
import type { Execution, Upcoming } from '../execution';
import { ENTITIES, entitiesOf, REPRESENTATIONS, representationsOf } from '../../data-sources/entity-fetch';
import type { CombineOperations } from './combine-operations';
import { memberAnswer, representationsIn, uniteFetches, type UnitedFetch } from './unite-fetches';

type Batch = Pick<Execution, 'ask' | 'expect' | 'arrive'>;

/** How long a fetch waits for one of another branch that is about to go the same way. */
const WAIT_MS = 2;
/** What is slow, because a subgraph or this process has much to do, may wait for this part of its time so far. */
const SHARE_OF_TIME = 1 / 8;
/** What nothing follows keeps nobody waiting: the answer needs the other branch too. Only that may hang. */
const LAST_WAIT_MS = 250;
/** And then enough of the client's time has to be left for what waits. */
const LAST_WAIT_SHARE = 1 / 4;

interface Waiting {
  readonly request: SubgraphRequest;
  resolve(answer: SubgraphAnswer | Promise<SubgraphAnswer>): void;
}

/** What is about to go to one subgraph. */
interface Queue {
  readonly subgraph: string;
  waiting: Waiting[];
  /** Something in the plan follows one of those that wait. */
  isHurried: boolean;
  timer: { readonly handle: NodeJS.Timeout; readonly isHurried: boolean } | null;
  /** Branches that come to the subgraph next, and those that ever come. */
  next: number;
  later: number;
}

export interface BatchOptions {
  readonly combine: CombineOperations;
  ask(subgraph: string, request: SubgraphRequest): Promise<SubgraphAnswer>;
  /** Until the client's deadline, in milliseconds. */
  remainingMs(): number;
  /** Whether a subgraph may be asked for several lists of entities at once. */
  takesCombined(subgraph: string): boolean;
  /** Two fetches got the same objects. */
  onShared(): void;
}

/**
 * Entity fetches of parallel branches that come to one subgraph at about the same time travel in one request:
 * what branches have in common is asked once. A request is most of what a fetch costs, so that a branch waits
 * a moment for another that is known to come.
 */
export function batchEntityFetches({
  ask,
  combine,
  remainingMs,
  takesCombined,
  onShared,
}: BatchOptions): Batch {
  const begun = performance.now();
  const queues = new Map<string, Queue>();

  function queueTo(subgraph: string): Queue {
    const known = queues.get(subgraph);
    if (known) return known;
    const queue: Queue = { subgraph, waiting: [], isHurried: false, timer: null, next: 0, later: 0 };
    queues.set(subgraph, queue);
    return queue;
  }

  function flush(queue: Queue): void {
    const { subgraph, waiting } = queue;
    if (waiting.length === 0) return;
    clearTimeout(queue.timer?.handle);
    queue.timer = null;
    queue.waiting = [];
    queue.isHurried = false;
    try {
      send(subgraph, waiting);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      // Nobody else would hear of it here, and it would end the process.
      for (const { resolve } of waiting) resolve(Promise.reject(error));
    }
  }

  /** After all that follows from the answer that is being worked on, and before any other. */
  function flushSoon(queue: Queue): void {
    process.nextTick(() => {
      if (queue.waiting.length === 0) return;
      if ((queue.isHurried ? queue.next : queue.later) <= 0) flush(queue);
      else flushInTime(queue);
    });
  }

  /** In a process that is late with everything, answers that have come meanwhile are worked on before. */
  function flushInTime(queue: Queue): void {
    const { isHurried, timer } = queue;
    if (timer && timer.isHurried === isHurried) return;
    clearTimeout(timer?.handle);
    const ms = isHurried
      ? Math.max(WAIT_MS, (performance.now() - begun) * SHARE_OF_TIME)
      : Math.min(LAST_WAIT_MS, remainingMs() * LAST_WAIT_SHARE);
    queue.timer = { handle: setTimeout(() => setImmediate(flush, queue), ms), isHurried };
  }

  function count({ next, later }: Upcoming, by: 1 | -1): void {
    for (const subgraph of next) queueTo(subgraph).next += by;
    for (const subgraph of later) {
      const queue = queueTo(subgraph);
      queue.later += by;
      if (by === -1 && queue.waiting.length > 0) flushSoon(queue);
    }
  }

  function send(subgraph: string, waiting: readonly Waiting[]): void {
    const [first, ...others] = waiting;
    if (first && others.length === 0) {
      first.resolve(ask(subgraph, first.request));
      return;
    }
    const united = uniteFetches(waiting);
    if (united.some(({ members }) => members.length > 1)) onShared();
    const query =
      united.length > 1 && takesCombined(subgraph)
        ? combine(united.map(({ request }) => request.query))
        : null;
    if (query === null) {
      for (const one of united) deliver(one, ask(subgraph, one.request));
      return;
    }
    const answer = ask(subgraph, combined(query, united));
    united.forEach((one, part) =>
      deliver(
        one,
        answer.then((whole) => partOf(whole, part)),
      ),
    );
  }

  return {
    expect: (upcoming) => count(upcoming, 1),
    arrive: (upcoming) => count(upcoming, -1),
    ask(subgraph, request, isLast) {
      if (request.variables?.[REPRESENTATIONS] === undefined) return ask(subgraph, request);
      return new Promise((resolve) => {
        const queue = queueTo(subgraph);
        if (!isLast) queue.isHurried = true;
        queue.waiting.push({ request, resolve });
        flushSoon(queue);
      });
    },
  };
}

function deliver({ members, request }: UnitedFetch<Waiting>, answer: Promise<SubgraphAnswer>): void {
  const asked = representationsIn(request).length;
  for (const [{ resolve }, indices] of members)
    resolve(answer.then((whole) => memberAnswer(whole, { indices, asked })));
}

function combined(query: string, united: readonly UnitedFetch<Waiting>[]): SubgraphRequest {
  const variables: Record<string, unknown> = {};
  united.forEach(({ request }, part) => {
    for (const [name, value] of Object.entries(request.variables))
      variables[name === REPRESENTATIONS ? representationsOf(part) : name] = value;
  });
  return { query, operationName: united[0]?.request.operationName, variables };
}

/** What one part of a combined request was answered; an error that is no part's is everybody's. */
function partOf({ data, errors, ...rest }: SubgraphAnswer, part: number): SubgraphAnswer {
  const alias = entitiesOf(part);
  return {
    ...rest,
    ...(data === undefined ? {} : { data: data === null ? null : { [ENTITIES]: data[alias] } }),
    ...(errors && {
      errors: errors.flatMap((error) => {
        const [field, ...below] = error.path ?? [];
        if (field === alias) return [{ ...error, path: [ENTITIES, ...below] }];
        return typeof field === 'string' && isAlias(field) ? [] : [error];
      }),
    }),
  };
}

function isAlias(field: string): boolean {
  return field.startsWith(ENTITIES) && field !== ENTITIES;
}
