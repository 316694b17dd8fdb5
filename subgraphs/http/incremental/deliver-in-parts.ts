import type {
  ApolloServerPlugin,
  GraphQLExperimentalFormattedIncrementalDeferResultAlpha2 as FormattedPart,
  GraphQLExperimentalFormattedSubsequentIncrementalExecutionResultAlpha2 as FormattedParts,
} from '@apollo/server';
import type { RequestContext } from '../../request-context';
import { mergeReports } from '../../source-report';
import { formatAnswer } from '../format-answer';
import { deferralOf, type DeferredAnswer, type LaterPart } from './deferral-slot';

/**
 * Makes the answer to a request with `@defer` the first of several, written by Apollo Server as those of an
 * executor of its own. Comes last of all plugins: the others add to one answer.
 */
export const deliverInParts: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ response, contextValue }) {
        const later = deferralOf(contextValue)?.later;
        if (!later || response.body.kind !== 'single') return Promise.resolve();
        const { data = null, ...rest } = response.body.singleResult;
        response.body = {
          kind: 'incremental',
          initialResult: { ...rest, data, hasNext: true },
          subsequentResults: laterResults(later, contextValue),
        };
        return Promise.resolve();
      },
    }),
};

/** How each marketplace did that was asked for any of the parts is told with the last one. */
async function* laterResults(
  parts: AsyncIterable<LaterPart>,
  { requestId, sources }: RequestContext,
): AsyncGenerator<FormattedParts> {
  for await (const { answers, hasNext } of parts) {
    const isReported = !hasNext && sources.length > 0;
    yield {
      incremental: answers.map((answer) => formatPart(answer, requestId)),
      hasNext,
      ...(isReported ? { extensions: { sources: mergeReports(sources) } } : {}),
    };
  }
}

function formatPart({ path, label, data = null, errors }: DeferredAnswer, requestId: string): FormattedPart {
  return {
    ...formatAnswer({ data, ...(errors ? { errors } : {}) }, 'parts', requestId),
    data,
    path,
    ...(label === null ? {} : { label }),
  };
}
