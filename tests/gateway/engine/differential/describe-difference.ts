import type { Asked } from './answers/compare-requests';
import type { Difference } from './run-differential';

/** All that is needed to see a difference again. */
export function describeDifference({ graph, question, variables, comparison }: Difference): string {
  const { engine, reference, differences } = comparison;
  return [
    ...graph.subgraphs.map(({ name, sdl }) => `# Subgraph ${name}\n${sdl}`),
    `# Question over the graph of seed ${graph.seed}\n${question.text}`,
    `# Operation ${question.operationName}, variables\n${JSON.stringify(variables)}`,
    `# The engine\n${describeAsked(engine)}`,
    `# The reference\n${describeAsked(reference)}`,
    `# Differences\n${differences.join('\n')}`,
  ].join('\n\n');
}

function describeAsked({ answer, fetched }: Asked): string {
  const fetches = fetched.map(
    ({ subgraph, query, variables }) => `  ${subgraph}: ${query}\n    ${JSON.stringify(variables)}`,
  );
  const told = (name: 'errors' | 'valueCompletion'): readonly string[] =>
    answer[name].map((error) => `  ${name}: ${JSON.stringify(error)}`);
  return [`  data: ${answer.data}`, ...told('errors'), ...told('valueCompletion'), ...fetches].join('\n');
}
