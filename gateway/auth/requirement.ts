import { ROLE_TABLE, ROLES, scopesOf, type Actor } from '../../adapters/core/actor';

/** What a caller has to have. */
export interface Requirement {
  /** A token, of whatever role. */
  readonly authenticated: boolean;
  /** Each of these: a choice of scope sets of which one has to be had whole. */
  readonly scopes: readonly ScopeChoice[];
  /** No token is enough: it asks for something that this gateway can't check. */
  readonly never: boolean;
}
export type ScopeChoice = readonly (readonly string[])[];

export const OPEN: Requirement = { authenticated: false, scopes: [], never: false };
export const NEVER: Requirement = { authenticated: true, scopes: [], never: true };

/** One requirement that asks for all that these ask for. */
export function allOf(requirements: readonly Requirement[]): Requirement {
  const choices = requirements.flatMap(({ scopes }) => scopes);
  return {
    authenticated: requirements.some(({ authenticated }) => authenticated),
    scopes: [...new Map(choices.map((choice) => [JSON.stringify(choice), choice])).values()],
    never: requirements.some(({ never }) => never),
  };
}

/** Nobody in particular has no scopes; scopes decide, and whether there is a token at all. */
export function isMet({ authenticated, scopes, never }: Requirement, actor: Actor | null): boolean {
  if (never || (authenticated && actor === null)) return false;
  return isCovered(scopes, actor === null ? [] : scopesOf(actor));
}

function isCovered(choices: readonly ScopeChoice[], had: readonly string[]): boolean {
  return choices.every((choice) => choice.some((set) => set.every((scope) => had.includes(scope))));
}

/** What a caller could do about it, as the end of a sentence that begins with the field. */
export function remedyOf({ scopes, never }: Requirement, isAnonymous: boolean): string {
  if (never) return 'is open to nobody: it asks for a policy that this gateway does not know.';
  if (scopes.length === 0) return 'needs a bearer token (header Authorization).';
  const needed = scopes.map(choiceInWords).join(' and ');
  const roles = ROLES.filter((role) => isCovered(scopes, ROLE_TABLE[role].scopes));
  const bearers = roles.length === 0 ? 'no role has it' : `roles that have it: ${roles.join(', ')}`;
  return isAnonymous
    ? `needs a bearer token (header Authorization) with the scope ${needed}; ${bearers}.`
    : `needs the scope ${needed}; ${bearers}.`;
}

function choiceInWords(choice: ScopeChoice): string {
  const sets = choice.map((set) => set.join(' and '));
  return choice.length > 1 ? `(${sets.join(' or ')})` : sets.join('');
}
