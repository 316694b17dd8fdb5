import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { RequestContext } from '../request-context';

/** What Apollo Server asks of whatever plans and executes for it. */
export type Gateway = ApolloServerOptionsWithGateway<RequestContext>['gateway'];
/** Executes a request that was validated against `request.schema`. */
export type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
/** What Apollo Server asks to be executed. */
export type GatewayRequest = Parameters<Executor>[0];
/** What a client gets, but for the format of errors. */
export type Answer = Awaited<ReturnType<Executor>>;
