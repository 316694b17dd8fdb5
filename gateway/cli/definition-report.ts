import { junitOf } from '../../adapters/conformance/report-junit';
import type { ConformanceReport } from '../../adapters/conformance/rule';
import type { DefinitionProblem } from '../../adapters/partners/read-definition';
import { lineOf, type DefinitionInvalid } from './definition-file';

/** What `pasar check --json` prints: of a definition that can't be read its problems, and no results. */
export interface CheckReport extends Omit<ConformanceReport, 'marketplace'> {
  readonly file: string;
  /** Null where the definition can't be read. */
  readonly marketplace: string | null;
  readonly problems: readonly DefinitionProblem[];
}

export function unreadable({ file, problems }: DefinitionInvalid): CheckReport {
  return {
    file,
    marketplace: null,
    checkedAt: new Date().toISOString(),
    conforms: false,
    offersSeen: 0,
    answered: false,
    results: [],
    problems,
  };
}

/** A test case for each problem. */
export function formatDefinitionJunit({ file, checkedAt, problems }: CheckReport): string {
  return junitOf(
    { name: `pasar definition: ${file}`, checkedAt },
    problems.map((problem) => ({
      name: `${problem.line}:${problem.column} ${problem.path}`.trimEnd(),
      classname: 'pasar.DEFINITION',
      seconds: 0,
      failure: { type: 'DEFINITION', message: problem.message, text: lineOf(file, problem) },
    })),
  );
}
