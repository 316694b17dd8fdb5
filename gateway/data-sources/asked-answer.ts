import { ENTITIES } from './entity-fetch';
import { soundOffer } from './offer-values';
import type { SelectionTree } from './selection-tree';

type Held = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** A question to a partner's subgraph, as far as its answer is held to it. */
export interface Question {
  readonly tree: SelectionTree;
  /** The keys of the entities that are asked for. */
  readonly representations: readonly Held[];
  /** The one type of offers that the subgraph answers for; null where it is not known. */
  readonly offerType: string | null;
  /** Fields of those offers that Pasar knows better than whoever answers. */
  readonly facts: Held;
}

/** What was asked of an answer, and where it was unsound. */
export interface AskedAnswer {
  readonly data: Record<string, unknown>;
  readonly unsound: readonly Path[];
}

/**
 * Of an answer only what was asked, each entity by the name and keys that it was asked by: a gateway merges
 * whatever comes into what it has, `__typename` and keys included, and would take one marketplace's offer for
 * another's. Null where the entities are not as many as were asked for.
 */
export function askedAnswer(data: Held, question: Question): AskedAnswer | null {
  const { tree, representations, offerType, facts } = question;
  const answer: Record<string, unknown> = {};
  const unsound: Path[] = [];
  for (const [key, { name, selection }] of tree) {
    if (!Object.hasOwn(data, key)) continue;
    const value = data[key];
    if (name !== ENTITIES || selection === null) {
      answer[key] = pruned(value, selection, offerType);
      continue;
    }
    // Of errors alone there is nothing to hold to it.
    if (value === null) continue;
    if (!Array.isArray(value) || value.length !== representations.length) return null;
    answer[key] = value.map((entity: unknown, i) => {
      const keys = representations[i] ?? {};
      if (keys['__typename'] !== offerType) return asAsked(entity, selection, { known: keys, offerType });
      const offer = asAsked(entity, selection, { known: { ...keys, ...facts }, offerType });
      const tell = (path: Path): unknown => unsound.push([key, i, ...path]);
      return offer === null ? null : soundOffer(offer, { id: String(keys['id']), selection, tell });
    });
  }
  return { data: answer, unsound };
}

function asAsked(
  entity: unknown,
  selection: SelectionTree,
  { known, offerType }: { readonly known: Held; readonly offerType: string | null },
): Held | null {
  if (!isObject(entity)) return null;
  const kept: Record<string, unknown> = {};
  for (const [key, { name, selection: inner }] of selection) {
    if (Object.hasOwn(known, name)) kept[key] = pruned(known[name], inner, offerType);
    else if (Object.hasOwn(entity, key)) kept[key] = pruned(entity[key], inner, offerType);
  }
  return kept;
}

/** An object that says to be an offer of another type is none at all. */
function pruned(value: unknown, selection: SelectionTree | null, offerType: string | null): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => pruned(item, selection, offerType));
  if (selection === null || !isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, { name, selection: inner }] of selection) {
    if (!Object.hasOwn(value, key)) continue;
    if (name === '__typename' && isOthersOffer(value[key], offerType)) return null;
    kept[key] = pruned(value[key], inner, offerType);
  }
  return kept;
}

/** Every type of offers ends so, and each marketplace has its own. */
function isOthersOffer(typename: unknown, offerType: string | null): boolean {
  return typeof typename === 'string' && /Offer$/.test(typename) && typename !== offerType;
}

function isObject(value: unknown): value is Held {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where an error stands, as far as it leads along what was asked; undefined where it leads nowhere. */
export function askedPath(
  path: Path | null | undefined,
  { tree, representations }: Question,
): Path | undefined {
  const known: (string | number)[] = [];
  let selection: SelectionTree | null = tree;
  let isEntities = false;
  for (const step of path ?? []) {
    if (typeof step === 'number') {
      if (!Number.isInteger(step) || step < 0) break;
      if (isEntities && step >= representations.length) return undefined;
    } else {
      const asked: ReturnType<SelectionTree['get']> = selection?.get(step);
      if (asked === undefined) break;
      isEntities = selection === tree && asked.name === ENTITIES;
      selection = asked.selection;
    }
    known.push(step);
  }
  return known.length === 0 ? undefined : known;
}
