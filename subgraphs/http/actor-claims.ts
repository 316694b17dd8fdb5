import { z } from 'zod';
import { ROLE_TABLE, ROLES, type Actor } from '../../adapters/core/actor';
import { parseInstitutionCode, parseMarketplaceId, parseWorkUnitCode } from '../../adapters/core/ids';

/** An actor as a JWT says it: what tokens of clients and signatures of the gateway have in common. */
export interface ActorClaims {
  readonly sub: string;
  readonly role: string;
  readonly institution?: string;
  readonly work_unit?: string;
  readonly marketplace?: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone_number?: string;
}

/** What is wrong with a claim, in words that complete its name. */
export interface ClaimProblem {
  readonly claim: string;
  readonly problem: string;
}

export type ReadClaims =
  | { readonly actor: Actor; readonly problems: readonly [] }
  | { readonly actor: null; readonly problems: readonly ClaimProblem[] };

const LONGEST_TEXT = 200;
/** No control characters and no half characters: no database takes them, and no header should. */
const READABLE = /^[^\p{Cc}\p{Cs}]*$/u;
const text = z
  .string('must be a text')
  .regex(READABLE, 'must be readable text')
  .trim()
  .min(1, 'must not be empty')
  .max(LONGEST_TEXT, `must have at most ${LONGEST_TEXT} characters`);
const personal = text.nullish().transform((value) => value ?? null);

/** A code of ours where it is given; null where it isn't. */
function code<T>(parse: (text: string) => T | null, remedy: string) {
  return z
    .string(remedy)
    .nullish()
    .transform((value, context): T | null => {
      if (value === null || value === undefined) return null;
      const parsed = parse(value);
      if (parsed !== null) return parsed;
      context.addIssue({ code: 'custom', message: remedy });
      return z.NEVER;
    });
}

const schema = z.object({
  sub: z
    .string('is missing')
    .regex(READABLE, 'must be readable text')
    .trim()
    .min(1, 'must not be empty')
    .max(LONGEST_TEXT, 'is too long'),
  role: z.enum(ROLES, `must be one of ${ROLES.join(', ')}`),
  institution: code(parseInstitutionCode, 'must be a code of an institution (K/L/PD), for example D180'),
  work_unit: code(parseWorkUnitCode, 'must be a code of a work unit, for example 0012'),
  marketplace: code(parseMarketplaceId, "must be a marketplace's id, for example mbiz"),
  name: personal,
  email: personal,
  phone_number: personal,
});

/** The actor that claims name, or everything that is wrong with them. */
export function readActorClaims(claims: unknown): ReadClaims {
  const parsed = schema.safeParse(claims);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      claim: path.map(String).join('.'),
      problem: message,
    }));
    return { actor: null, problems };
  }
  const { sub: subject, role, name, email, phone_number: phone, ...acting } = parsed.data;
  const { actsFor } = ROLE_TABLE[role];
  if (actsFor !== 'nobody' && acting[actsFor] === null) {
    return { actor: null, problems: [{ claim: actsFor, problem: `is missing; role ${role} acts for one` }] };
  }
  // Whom a role doesn't act for it must not seem to: what else a token names is dropped.
  const forInstitution = actsFor === 'institution';
  return {
    actor: {
      subject,
      role,
      institution: forInstitution ? acting.institution : null,
      workUnit: forInstitution ? acting.work_unit : null,
      marketplace: actsFor === 'marketplace' ? acting.marketplace : null,
      person: { name, email, phone },
    },
    problems: [],
  };
}

/** The claims that say this actor; what it doesn't have is left out. */
export function actorClaims({
  subject,
  role,
  institution,
  workUnit,
  marketplace,
  person,
}: Actor): ActorClaims {
  return {
    sub: subject,
    role,
    ...(institution === null ? {} : { institution }),
    ...(workUnit === null ? {} : { work_unit: workUnit }),
    ...(marketplace === null ? {} : { marketplace }),
    ...(person.name === null ? {} : { name: person.name }),
    ...(person.email === null ? {} : { email: person.email }),
    ...(person.phone === null ? {} : { phone_number: person.phone }),
  };
}
