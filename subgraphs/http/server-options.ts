import type { ApolloServerOptionsWithSchema } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { RequestContext } from '../request-context';
import { formatClientError } from './client-errors';
import { operationTelemetry } from '../telemetry/operation-telemetry';
import { neverStored } from './never-stored';
import { releaseAnswers } from './release-answers';
import { reportSources } from './report-sources';
import { logUnexpectedErrors } from './unexpected-errors';

type ServerOptions = Omit<ApolloServerOptionsWithSchema<RequestContext>, 'schema'>;

/** What holds for every Apollo Server here, the gateway's and the subgraphs'. */
export function serverOptions(
  where: string,
): ServerOptions & { plugins: NonNullable<ServerOptions['plugins']> } {
  return {
    introspection: true, // the graph is public; the playground and partners live off it
    includeStacktraceInErrorResponses: false,
    formatError: formatClientError,
    stringifyResult: (answer) => JSON.stringify(answer),
    plugins: [
      releaseAnswers,
      ApolloServerPluginLandingPageDisabled(), // the playground is ours
      ApolloServerPluginInlineTraceDisabled(), // traces for Apollo's own service
      ApolloServerPluginCacheControlDisabled(),
      neverStored,
      logUnexpectedErrors(where),
      operationTelemetry(where),
      reportSources,
    ],
    stopOnTerminationSignals: false, // closed in order by whoever opened it
  };
}
