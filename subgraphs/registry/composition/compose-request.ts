import type {
  CompositionReason,
  PartnerSubgraphDefinition,
  SubgraphDefinition,
} from '../../../schema/federation/compose';
import type { GraphBreakingChange, RecordedOperation } from '../../../schema/federation/breaking-changes';

/** What is composed, and what must not break by it. */
export interface CompositionRequest {
  readonly base: readonly SubgraphDefinition[];
  readonly partners: readonly PartnerSubgraphDefinition[];
  /** The supergraph that is served now; null where there is none to break. */
  readonly before: string | null;
  readonly operations: readonly RecordedOperation[];
}

export type Composition =
  | { readonly sdl: string; readonly breaking: readonly GraphBreakingChange[] }
  | { readonly reasons: readonly CompositionReason[] };
