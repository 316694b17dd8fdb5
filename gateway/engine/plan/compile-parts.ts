import type { DeferredNode, PlanNode } from '@apollo/query-planner';
import type { Step } from '../execution';
import { compileNode, fetchesOf, type PlanOptions } from './compile-plan';

/** What is told together: the first part of an answer, or what one `@defer` puts off. */
export interface Part {
  /** Null where nothing is asked for. */
  readonly step: Step | null;
  readonly deferred: readonly DeferredPart[];
}

export interface DeferredPart {
  /** The name of the `@defer`. */
  readonly name: string;
  /** The fetches that have to be done before, by id; a fetch may have become several. */
  readonly after: ReadonlyMap<string, number>;
  readonly part: Part;
}

const NOTHING: Part = { step: null, deferred: [] };

/** Compiles a plan that the planner made with `@defer`: gives the first part. */
export function compileParts(node: PlanNode, options: PlanOptions): Part {
  const counts = new Map<string, number>();
  for (const { id } of fetchesOf(node)) if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);

  function partOf(inner: PlanNode): Part {
    if (inner.kind !== 'Defer') return { step: stepOf(inner), deferred: [] };
    const { primary, deferred } = inner;
    return { step: primary.node ? stepOf(primary.node) : null, deferred: deferred.map(deferredPart) };
  }

  function deferredPart({ label, depends, node: inner }: DeferredNode): DeferredPart {
    if (label === undefined) throw new Error('something is deferred that has no name');
    return {
      name: label,
      after: new Map(depends.map(({ id }) => [id, counts.get(id) ?? 0])),
      part: inner ? partOf(inner) : NOTHING,
    };
  }

  const stepOf = (inner: PlanNode): Step =>
    compileNode(inner, [], { ...options, ownObjects: true, isLast: true });
  return partOf(node);
}
