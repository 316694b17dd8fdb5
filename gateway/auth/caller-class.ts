import { scopesOf, type Actor } from '../../adapters/core/actor';

/** Callers of one class may select the same fields: what is worked out for one of them holds for all. */
export function callerClassOf(actor: Actor | null): string {
  return actor === null ? 'nobody' : [...scopesOf(actor)].sort().join(' ');
}
