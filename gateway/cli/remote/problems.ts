import type { RemoteProblem } from './onboarding';

/** Kinds whose message says itself what it is about. */
const SELF_NAMING: ReadonlySet<string> = new Set(['BREAKING_CHANGE', 'CREDENTIALS']);

/** Problems as lines, places in the file first. */
export function formatProblems(file: string | null, problems: readonly RemoteProblem[]): string {
  return problems.map((problem) => formatProblem(file, problem)).join('\n');
}

function formatProblem(
  file: string | null,
  { kind, message, path, line, column, operations }: RemoteProblem,
): string {
  const place = file !== null && line !== null ? `${file}:${line}:${column ?? 1}: ` : `${kind}: `;
  const isNamed = SELF_NAMING.has(kind) && message.includes(path ?? '');
  const named = path === null || path === '' || isNamed ? '' : `${path} `;
  const text = `${place}${named}${message}`;
  return operations === null ? text : `${text.replace(/\.$/, '')} (${usedBy(operations)})`;
}

function usedBy(operations: number): string {
  if (operations === 0) return 'no recorded operation uses it; an ADMIN may take it with --accept-breaking';
  return operations === 1 ? '1 recorded operation uses it' : `${operations} recorded operations use it`;
}
