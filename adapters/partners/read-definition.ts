import { isMap, isScalar, LineCounter, visit, type Document, type YAMLMap } from 'yaml';
import type { z } from 'zod';
import { readYaml } from './bounded-yaml';
import { partnerDefinitionSchema, type PartnerDefinition } from './partner-definition';
import { kindOf, UNKNOWN, wordsFor, wordsForUnknown } from './problem-words';

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
const MAX_CHARACTERS = 100_000;
const MOST_PROBLEMS = 50;

/** Reads a `*.pasar.yaml`; YAML is a superset of JSON, so that JSON is read as well. Never throws. */
export function readDefinition(text: string): ReadDefinition {
  const lines = new LineCounter();
  if (text.length > MAX_CHARACTERS) {
    return failed([at(lines, 0, '', `is longer than ${MAX_CHARACTERS} characters`)]);
  }
  const yaml = readYaml(text, lines);
  if ('problem' in yaml) return failed([at(lines, yaml.problem.offset, '', yaml.problem.message)]);
  const { document } = yaml;
  const repeated = repeatedNames(document).map(([name, offset]) =>
    at(lines, offset, name, 'is there twice; only one of them would hold'),
  );
  if (repeated.length > 0) return failed(repeated);
  const values = valuesOf(document);
  if (values === null) return failed([at(lines, 0, '', 'must not use aliases (*name); write it out')]);
  const parsed = partnerDefinitionSchema.safeParse(values.value, { error: wordsFor });
  if (parsed.success) return { definition: parsed.data, problems: [] };
  return failed(
    parsed.error.issues
      .flatMap(flatten)
      .slice(0, MOST_PROBLEMS)
      .map((issue) => at(lines, offsetOf(document, issue), issue.path.join('.'), issue.message)),
  );
}

/** Names that a group has already, and where. */
function repeatedNames(document: Document): readonly (readonly [string, number])[] {
  const repeated: (readonly [string, number])[] = [];
  visit(document, {
    Map(_, group: YAMLMap) {
      const met = new Set<string>();
      for (const { key } of group.items) {
        const name = nameOf(key);
        if (met.has(name)) repeated.push([name, offsetOfNode(key) ?? 0]);
        met.add(name);
      }
      return repeated.length < MOST_PROBLEMS ? undefined : visit.BREAK;
    },
  });
  return repeated;
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
  /** The name itself is wrong, and not what it stands for. */
  readonly ofName?: true;
  /** What kind of value there should be in place of one of another kind. */
  readonly expected?: string;
}
type ZodIssue = z.core.$ZodIssue;

const EITHER = new Intl.ListFormat('en', { type: 'disjunction' });

/** One problem per field: of several shapes that a value could have, the one that it is nearest to. */
function flatten(issue: ZodIssue): readonly Issue[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const below = (issues: readonly Issue[]): readonly Issue[] =>
    issues.map((inner) => ({ ...inner, path: [...path, ...inner.path] }));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: wordsForUnknown(key, issue.message),
        ofName: true,
      }));
    case 'invalid_key':
      return below(issue.issues.flatMap(flatten)).map((inner) => ({ ...inner, ofName: true }));
    case 'invalid_union':
      if (issue.errors.length === 0) return [{ path, message: issue.message }];
      return below(nearest(issue.errors.map((branch) => branch.flatMap(flatten))));
    case 'invalid_type':
      if (issue.expected === 'never') return [{ path, message: UNKNOWN, ofName: true }];
      return [{ path, message: issue.message, expected: kindOf(issue.expected) }];
    default:
      return [{ path, message: issue.message }];
  }
}

/** The shape that has most of the fields there are, and was understood the furthest. */
function nearest(shapes: readonly (readonly Issue[])[]): readonly Issue[] {
  const fitting = shapes.filter((issues) => !issues.some(isOtherKind));
  if (fitting.length === 0) return ofNoKind(shapes.flat().filter(isOtherKind));
  const [best] = [...fitting].sort(
    (a, b) => unknownNames(a) - unknownNames(b) || depth(b) - depth(a) || a.length - b.length,
  );
  return best ?? [];
}

/** All kinds that there could have been, in the words of the first. */
function ofNoKind(issues: readonly Issue[]): readonly Issue[] {
  const kinds = EITHER.format(new Set(issues.flatMap(({ expected }) => expected ?? [])));
  return issues
    .slice(0, 1)
    .map(({ path, message }) => ({ path, message: message.replace(/must be .*/, `must be ${kinds}`) }));
}

function isOtherKind({ path, expected }: Issue): boolean {
  return path.length === 0 && expected !== undefined;
}

function unknownNames(issues: readonly Issue[]): number {
  return issues.filter(({ ofName, path }) => ofName === true && path.length === 1).length;
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

/** Where a problem is in the text; of a field that is missing, where it should be. */
function offsetOf(document: Document, { path, ofName }: Issue): number {
  if (ofName === true) {
    const group = document.getIn(path.slice(0, -1), true);
    const name = isMap(group)
      ? group.items.find(({ key }) => nameOf(key) === String(path.at(-1)))
      : undefined;
    const offset = offsetOfNode(name?.key);
    if (offset !== null) return offset;
  }
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const offset = offsetOfNode(node);
    if (offset !== null) return offset;
  }
  return 0;
}

function nameOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function offsetOfNode(node: unknown): number | null {
  return (node as { range?: readonly number[] } | null | undefined)?.range?.[0] ?? null;
}

function at(lines: LineCounter, offset: number, path: string, message: string): DefinitionProblem {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col), path, message: message.slice(0, 400) };
}

function failed(problems: readonly DefinitionProblem[]): ReadDefinition {
  return { definition: null, problems: problems.slice(0, MOST_PROBLEMS) };
}
