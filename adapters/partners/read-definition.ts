import { LineCounter, parseDocument, type Document } from 'yaml';
import { partnerDefinitionSchema, type PartnerDefinition } from './partner-definition';

/** What is wrong with a definition, and where. Lines and columns begin at 1. */
export interface DefinitionProblem {
  readonly line: number;
  readonly column: number;
  /** For example `mapping.price.from`; empty where the text as a whole is meant. */
  readonly path: string;
  readonly message: string;
}

export type ReadDefinition =
  | { readonly definition: PartnerDefinition; readonly problems: readonly [] }
  | { readonly definition: null; readonly problems: readonly DefinitionProblem[] };

/** Larger than any definition; a file that is longer is something else. */
const MAX_CHARACTERS = 200_000;
const MOST_PROBLEMS = 50;

/** Reads a `*.pasar.yaml`; YAML is a superset of JSON, so that JSON is read as well. Never throws. */
export function readDefinition(text: string): ReadDefinition {
  const lines = new LineCounter();
  if (text.length > MAX_CHARACTERS) {
    return failed([at(lines, 0, '', `is longer than ${MAX_CHARACTERS} characters`)]);
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const broken = document.errors.map(({ pos, message }) => at(lines, pos[0], '', `is no YAML: ${message}`));
  if (broken.length > 0) return failed(broken);
  const values = valuesOf(document);
  if (values === null) return failed([at(lines, 0, '', 'must not use aliases (*name); write it out')]);
  const parsed = partnerDefinitionSchema.safeParse(values.value);
  if (parsed.success) return { definition: parsed.data, problems: [] };
  return failed(
    parsed.error.issues
      .flatMap(flatten)
      .map(({ path, message }) => at(lines, offsetOf(document, path), path.join('.'), message)),
  );
}

/** Aliases make small texts large. */
function valuesOf(document: Document): { readonly value: unknown } | null {
  try {
    return { value: document.toJS({ maxAliasCount: 0 }) as unknown };
  } catch {
    return null;
  }
}

type Step = string | number;
interface Issue {
  readonly path: readonly Step[];
  readonly message: string;
}
type ZodIssue = NonNullable<ReturnType<typeof partnerDefinitionSchema.safeParse>['error']>['issues'][number];

/** One problem per field: of several shapes that a value could have, the one that it is nearest to. */
function flatten(issue: ZodIssue): readonly Issue[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: 'is not known here' }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branches = issue.errors.map((branch) => branch.flatMap((inner) => flatten(inner as ZodIssue)));
    const [nearest] = [...branches].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
    return (nearest ?? []).map((inner) => ({ ...inner, path: [...path, ...inner.path] }));
  }
  return [{ path, message: issue.message }];
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

/** Where a path is in the text; of a field that is missing, where it should be. */
function offsetOf(document: Document, path: readonly Step[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const range = (node as { range?: readonly number[] } | null | undefined)?.range;
    if (range?.[0] !== undefined) return range[0];
  }
  return 0;
}

function at(lines: LineCounter, offset: number, path: string, message: string): DefinitionProblem {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col), path, message: message.slice(0, 400) };
}

function failed(problems: readonly DefinitionProblem[]): ReadDefinition {
  return { definition: null, problems: problems.slice(0, MOST_PROBLEMS) };
}
