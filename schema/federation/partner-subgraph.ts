import { GraphQLError, Lexer, parse, Source, TokenKind, type DocumentNode } from 'graphql';
import { ownVocabulary, type Vocabulary } from './own-vocabulary';
import { checkDirectives, checkLinks } from './partner-links';
import { checkOfferFields, checkOfferType, offerTypesOf } from './partner-offer';
import { checkFeed, checkFeedIsApart, checkRoot } from './partner-root';
import { checkTypeNames, checkValueTypes } from './partner-types';
import { typesOf } from './sdl-types';
import { problem, type SubgraphCheck, type SubgraphDraft, type SubgraphProblem } from './subgraph-problem';
import { withoutFeed } from './without-feed';

export type { SubgraphProblem } from './subgraph-problem';

/** A partner's subgraph as it is composed: without the field that only Pasar's index reads. */
export interface PartnerSubgraph {
  readonly offerType: string;
  readonly sdl: string;
}

export type ReadPartnerSubgraph =
  { readonly subgraph: PartnerSubgraph } | { readonly problems: readonly SubgraphProblem[] };

/** Pasar's own six come to 60 kB and 60 types; what is far larger makes composing slow for everyone. */
const MAX_BYTES = 200_000;
const MAX_TYPES = 500;
const MAX_TOKENS = 60_000;
/** Of brackets: parsers and composition descend into them. */
const MAX_DEPTH = 20;
const MOST_PROBLEMS = 50;

const CHECKS: readonly SubgraphCheck[] = [
  checkLinks,
  checkOfferType,
  checkOfferFields,
  checkFeed,
  checkFeedIsApart,
  checkRoot,
  checkTypeNames,
  checkValueTypes,
  checkDirectives,
];

/**
 * Reads the SDL that a partner's subgraph gives of itself and holds it to what keeps the graph whole: it adds
 * a type of offers and changes nothing for anyone else. Whether it composes with the rest is for composition
 * to say: much of what is refused here would compose. Never throws.
 */
export function readPartnerSubgraph(
  sdl: string,
  vocabulary: Vocabulary = ownVocabulary(),
): ReadPartnerSubgraph {
  const document = readDocument(sdl);
  if (!('kind' in document)) return { problems: [document] };
  const types = typesOf(document);
  if (types.size > MAX_TYPES) {
    const message = `defines ${types.size} types, where at most ${MAX_TYPES} are taken`;
    return { problems: [problem('schema', message, 'Leave out what offers do not lead to.')] };
  }
  const [offerType = null, ...more] = offerTypesOf(types);
  const draft: SubgraphDraft = {
    document,
    types,
    vocabulary,
    offerType: more.length === 0 ? offerType : null,
  };
  const problems = CHECKS.flatMap((check) => check(draft)).slice(0, MOST_PROBLEMS);
  if (draft.offerType === null || problems.length > 0) return { problems };
  return { subgraph: { offerType: draft.offerType.name, sdl: withoutFeed(draft) } };
}

function readDocument(sdl: string): DocumentNode | SubgraphProblem {
  const bytes = Buffer.byteLength(sdl);
  if (bytes > MAX_BYTES) {
    const message = `is ${bytes} bytes long, where at most ${MAX_BYTES} are taken`;
    return problem('schema', message, 'Leave out what offers do not lead to.');
  }
  try {
    return tooDeepOrLong(sdl) ?? parse(sdl, { noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { line, column } = error.locations?.[0] ?? { line: 1, column: 1 };
    const message = `does not parse: ${error.message} (line ${line}, column ${column})`;
    return problem('schema', message, 'Give the SDL as `_service { sdl }` of your subgraph prints it.');
  }
}

/** Told before it is parsed: a parser descends into brackets until there is no more stack. */
function tooDeepOrLong(sdl: string): SubgraphProblem | null {
  const lexer = new Lexer(new Source(sdl));
  let depth = 0;
  for (let tokens = 0; lexer.advance().kind !== TokenKind.EOF; tokens += 1) {
    const { kind } = lexer.token;
    if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) depth += 1;
    if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) depth -= 1;
    if (depth > MAX_DEPTH || tokens >= MAX_TOKENS) {
      const message = `nests brackets deeper than ${MAX_DEPTH}, or has more than ${MAX_TOKENS} words and brackets`;
      return problem('schema', message, 'Leave out what offers do not lead to.');
    }
  }
  return null;
}
