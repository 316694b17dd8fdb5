import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../request-context';
import { mergeReports } from '../source-report';
import { log } from './log';
import { operationErrors, operations } from './metrics';

/** A client chooses its operations' names, and how long they are. */
const LONGEST_NAME = 100;

/** One log line and one count per operation: what it was, how long it took, how it and its sources did. */
export function operationTelemetry(server: string): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () => {
      const started = performance.now();
      return Promise.resolve({
        willSendResponse({ response, contextValue, operationName, operation }) {
          if (response.body.kind !== 'single') return Promise.resolve();
          const { data, errors = [] } = response.body.singleResult;
          const codes = errors.map(({ extensions }) => {
            const code: unknown = extensions?.['code'];
            return typeof code === 'string' ? code : 'NONE';
          });
          for (const code of codes) operationErrors.inc({ server, code });
          const outcome = codes.length === 0 ? 'ok' : data ? 'partial' : 'failed';
          operations.inc({ server, outcome });
          log.info(
            {
              server,
              requestId: contextValue.requestId,
              operation: operation ? (operationName ?? operation.operation).slice(0, LONGEST_NAME) : null,
              durationMs: Math.round(performance.now() - started),
              outcome,
              ...(codes.length > 0 ? { codes: [...new Set(codes)] } : {}),
              sources: mergeReports(contextValue.sources),
            },
            'operation',
          );
          return Promise.resolve();
        },
      });
    },
  };
}
