import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../request-context';

/**
 * Answers are of now and for who asked: nothing on the way keeps them. In place of Apollo Server's own plugin, which
 * looks at each field that is resolved for hints that this graph doesn't have.
 */
export const neverStored: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ response }) {
        response.http.headers.set('cache-control', 'no-store');
        return Promise.resolve();
      },
    }),
};
