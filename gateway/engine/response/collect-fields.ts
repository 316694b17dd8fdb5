import type { Selections } from './selections';

/** What is selected of an object under one response key. */
export interface CollectedField {
  readonly key: string;
  readonly planKey: string;
  readonly name: string;
  /** Below it; several lists where the field is selected several times. */
  readonly selections: Selections[];
}

/** What is told of an object later, under one `@defer`. */
export interface DeferredSelections {
  readonly name: string;
  readonly selections: Selections[];
}

export interface Collected {
  readonly fields: readonly CollectedField[];
  readonly deferred: readonly DeferredSelections[];
}

/** Which Boolean variables are true. */
export type Assignment = ReadonlySet<string>;

/**
 * GraphQL's CollectFields: what counts for objects of one type, in the order in which response keys come up
 * first; what an `@defer` puts off is not among them. `includes` says whether a type condition lets these
 * objects in.
 */
export function collectFields(
  selected: readonly Selections[],
  includes: (condition: string) => boolean,
  assignment: Assignment,
): Collected {
  const deferred = new Map<string, DeferredSelections>();
  const fields = new Map<string, CollectedField>();
  const visited = new Set<Selections>();
  function visit(selections: Selections): void {
    // A fragment that was spread before adds nothing, and doubling is how small operations become large ones.
    if (visited.has(selections)) return;
    visited.add(selections);
    for (const selection of selections) {
      if (selection.when.some(({ variable, is }) => assignment.has(variable) !== is)) continue;
      if (selection.kind === 'fragment') {
        if (selection.on !== null && !includes(selection.on)) continue;
        const { deferral } = selection;
        if (deferral === null) visit(selection.selections);
        else {
          const known = deferred.get(deferral);
          if (known) known.selections.push(selection.selections);
          else deferred.set(deferral, { name: deferral, selections: [selection.selections] });
        }
        continue;
      }
      const known = fields.get(selection.key);
      if (known) known.selections.push(selection.selections);
      else
        fields.set(selection.key, {
          key: selection.key,
          planKey: selection.planKey,
          name: selection.name,
          selections: [selection.selections],
        });
    }
  }
  selected.forEach(visit);
  return { fields: [...fields.values()], deferred: [...deferred.values()] };
}
