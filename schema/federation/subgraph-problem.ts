import type { DocumentNode } from 'graphql';
import type { Vocabulary } from './own-vocabulary';
import type { SdlType } from './sdl-types';

/** What is wrong with a partner's SDL, where, and what to do about it. */
export interface SubgraphProblem {
  /** `Type`, `Type.field` or `@directive`; `schema` where the SDL as a whole is meant. */
  readonly coordinate: string;
  readonly message: string;
  readonly remedy: string;
}

/** A partner's SDL, read but not yet found good. */
export interface SubgraphDraft {
  readonly document: DocumentNode;
  readonly types: ReadonlyMap<string, SdlType>;
  /** The one object type that implements Offer; null where there is none, or more than one. */
  readonly offerType: SdlType | null;
  readonly vocabulary: Vocabulary;
}

/** One thing that every partner's subgraph is held to. */
export type SubgraphCheck = (draft: SubgraphDraft) => readonly SubgraphProblem[];

export function problem(coordinate: string, message: string, remedy: string): SubgraphProblem {
  return { coordinate, message, remedy };
}
