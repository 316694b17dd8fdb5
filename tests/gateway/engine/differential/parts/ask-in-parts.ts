import type { LaterPart } from '../../../../../subgraphs/http/incremental/deferral-slot';
import { withDeferral } from '../../../../../subgraphs/http/incremental/deferral-slot';
import type { Engine } from '../engine';
import { engineRequest, type Question, type Variables } from '../engine-request';
import { joinParts, type JoinedAnswer } from './join-parts';

/** The answer to a question, taken in parts. */
export async function askInParts(
  engine: Engine,
  question: Question,
  variables: Variables,
): Promise<JoinedAnswer> {
  const request = engineRequest(question, variables, engine.schemaContext.apiSchema);
  const context = withDeferral(request.context);
  const first = await engine.execute({ ...request, context });
  const parts: LaterPart[] = [];
  for await (const part of context.deferral.later ?? []) parts.push(part);
  await context.deferral.finished;
  return joinParts(first, parts);
}
