import type { InstitutionCode, MarketplaceId, WorkUnitCode } from './ids';

/** What someone is in government procurement, or to Pasar itself. A token says exactly one. */
export const ROLES = ['PP', 'PPK', 'TREASURER', 'AUDITOR', 'PARTNER', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];

/** What a field of the graph may ask of whoever selects it (`@requiresScopes`). */
export type Scope = 'orders:read' | 'orders:place' | 'orders:audit' | 'totals:read' | 'marketplaces:manage';

interface RoleRule {
  /** The office's Indonesian name. */
  readonly indonesian: string;
  readonly scopes: readonly Scope[];
  /** What a token of this role has to name beside it. */
  readonly actsFor: 'institution' | 'marketplace' | 'nobody';
}

/** Every role with what it may do: one closed table. */
export const ROLE_TABLE = {
  /** Procurement officer: looks for offers and orders them. */
  PP: {
    indonesian: 'Pejabat Pengadaan',
    scopes: ['orders:read', 'orders:place', 'totals:read'],
    actsFor: 'institution',
  },
  /** Commitment officer: orders too, up to a higher limit. */
  PPK: {
    indonesian: 'Pejabat Pembuat Komitmen',
    scopes: ['orders:read', 'orders:place', 'totals:read'],
    actsFor: 'institution',
  },
  /** Pays what was ordered. */
  TREASURER: {
    indonesian: 'Bendahara',
    scopes: ['orders:read', 'totals:read'],
    actsFor: 'institution',
  },
  /** Reads all of an institution, what does not add up included. */
  AUDITOR: {
    indonesian: 'Auditor (APIP)',
    scopes: ['orders:read', 'orders:audit', 'totals:read'],
    actsFor: 'institution',
  },
  /** A marketplace that joined. */
  PARTNER: { indonesian: 'Mitra (PPMSE)', scopes: ['marketplaces:manage'], actsFor: 'marketplace' },
  /** Runs Pasar: sees totals over all institutions, and no order of any. */
  ADMIN: { indonesian: 'Admin', scopes: ['totals:read', 'marketplaces:manage'], actsFor: 'nobody' },
} as const satisfies Record<Role, RoleRule>;

/** Who is asking, as a verified token says. */
export interface Actor {
  /** The token's subject: one person, for as long as tokens name them. */
  readonly subject: string;
  readonly role: Role;
  /** The institution (K/L/PD) acted for. */
  readonly institution: InstitutionCode | null;
  /** The work unit (satuan kerja) acted for, where the token names one. */
  readonly workUnit: WorkUnitCode | null;
  /** The marketplace acted for: partners only. */
  readonly marketplace: MarketplaceId | null;
  /** For marketplaces that ask who is buying; personal, never logged. */
  readonly person: Person;
}

export interface Person {
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

export function scopesOf({ role }: Actor): readonly Scope[] {
  return ROLE_TABLE[role].scopes;
}

export function mayDo(actor: Actor | null | undefined, scope: Scope): actor is Actor {
  return actor !== null && actor !== undefined && scopesOf(actor).includes(scope);
}
