import type { Actor } from '../../adapters/core/actor';
import { issueDevelopmentToken, openDevelopmentKey } from '../../gateway/auth/development-key';
import { parseInstitutionCode, parseWorkUnitCode } from '../../adapters/core/ids';

/** A procurement officer of the city of Malang, or whom a test says. */
export function actorOf(change: Partial<Actor> = {}): Actor {
  return {
    subject: 'ani',
    role: 'PP',
    institution: parseInstitutionCode('D180'),
    workUnit: parseWorkUnitCode('0012'),
    marketplace: null,
    person: { name: 'Ani Lestari', email: 'ani@example.go.id', phone: null },
    ...change,
  };
}

/** A token of the development key in a data folder, as `npm run token` prints it. */
export function tokenFor(dataDir: string, actor: Actor = actorOf()): Promise<string> {
  return issueDevelopmentToken(openDevelopmentKey(dataDir), actor, 1);
}
