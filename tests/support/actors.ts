import type { Actor } from '../../adapters/core/actor';
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
