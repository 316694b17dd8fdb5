import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../request-context';
import { mergeReports } from '../source-report';

/**
 * Puts `sources` into an answer's extensions: how each marketplace that was asked did. Not a field of the
 * data, because it is known only when all of the data is there.
 */
export const reportSources: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ response, contextValue }) {
        if (response.body.kind === 'single' && contextValue.sources.length > 0) {
          const { singleResult } = response.body;
          singleResult.extensions = {
            ...singleResult.extensions,
            sources: mergeReports(contextValue.sources),
          };
        }
        return Promise.resolve();
      },
    }),
};
