import { GraphQLError } from 'graphql';
import { mayDo, type Actor, type Scope } from '../../adapters/core/actor';
import type { RequestContext } from '../request-context';
import type { Buyer } from './purchasing/purchasing';

/** Whoever asks, if their role has the scope. */
export function allowed({ actor }: RequestContext, scope: Scope): Actor {
  if (mayDo(actor, scope)) return actor;
  throw new GraphQLError(`This needs the scope ${scope}.`, { extensions: { code: 'FORBIDDEN' } });
}

/** Whoever reads or places orders does so for an institution. */
export function buyerOf(context: RequestContext, scope: Scope): Buyer {
  const actor = allowed(context, scope);
  const { institution } = actor;
  if (institution !== null) return { ...actor, institution };
  throw new GraphQLError('This needs a token that names an institution.', {
    extensions: { code: 'FORBIDDEN' },
  });
}
