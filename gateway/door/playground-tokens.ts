import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Role } from '../../adapters/core/actor';
import { readActorClaims } from '../../subgraphs/http/actor-claims';
import type { TokenAuthority } from '../auth/token-authority';

const PLAYGROUND_ROLES = ['PP', 'PPK', 'TREASURER', 'AUDITOR', 'ADMIN'] as const satisfies readonly Role[];
/** Long enough for a look around, too short to be kept. */
const VALID_HOURS = 1;

/**
 * Tokens for the playground's examples: of the development key only, where all marketplaces are the
 * sandbox's, and only for this machine itself. A proxy on this machine looks like this machine: that is why
 * they never open anything but invented goods and orders.
 */
export function addPlaygroundTokens(app: FastifyInstance, { issue }: TokenAuthority): void {
  if (issue === null) return;
  app.get('/playground/tokens.json', async (request, reply) => {
    if (!isFromThisMachine(request)) return reply.callNotFound();
    const tokens = await Promise.all(
      PLAYGROUND_ROLES.map(async (role) => [role, await tokenFor(role, issue)]),
    );
    return reply.header('cache-control', 'no-store').send(Object.fromEntries(tokens) as Record<Role, string>);
  });
}

function tokenFor(role: Role, issue: NonNullable<TokenAuthority['issue']>): Promise<string> {
  const { actor } = readActorClaims({
    sub: `playground-${role.toLowerCase()}`,
    role,
    institution: 'D180',
    work_unit: '0012',
  });
  if (actor === null) throw new Error(`role ${role} has no token in the playground`);
  return issue(actor, VALID_HOURS);
}

/** What proxies add. */
const FORWARDED = /^(?:via|forwarded|x-real-ip|x-forwarded-.*)$/;
const LOOPBACK = /^(?:127(?:\.\d+){3}|::1|::ffff:127(?:\.\d+){3})$/;
/** A page elsewhere can have its own name lead here (DNS rebinding); it can't have one of these. */
const LOOPBACK_NAME = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i;

function isFromThisMachine({ socket, headers }: FastifyRequest): boolean {
  const isForwarded = Object.keys(headers).some((name) => FORWARDED.test(name));
  return !isForwarded && LOOPBACK.test(socket.remoteAddress ?? '') && LOOPBACK_NAME.test(headers.host ?? '');
}
