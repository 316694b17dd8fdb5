import { GraphQLError } from 'graphql';
import { Arg, Ctx, Directive, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { mayDo } from '../../adapters/core/actor';
import type { MarketplaceId } from '../../adapters/core/ids';
import { MarketplaceState } from '../../schema/enums';
import { Marketplace } from '../../schema/marketplace/marketplace';
import { OnboardingResult, type OnboardingProblem } from '../../schema/onboarding/onboarding-result';
import { RegisterMarketplaceInput } from '../../schema/onboarding/onboarding-input';
import type { Database } from '../database/connect';
import { readAgain } from '../database/read-again';
import type { RequestContext } from '../request-context';
import { readMarketplaces, readUnserved } from './marketplace-view';
import { managedMarketplace, mayManage, type Manager } from './onboarding/authority';
import type { Onboarding } from './onboarding/onboarding';

const MANAGED = '@requiresScopes(scopes: [["marketplaces:manage"]])';
const VERSION = { nullable: true, description: 'The newest unless given.' } as const;
const ACCEPT = {
  defaultValue: false,
  description: 'For ADMIN: take breaking changes that no recorded operation meets.',
} as const;

@Resolver()
export class RegistryResolver {
  constructor(
    private readonly db: Database,
    private readonly onboarding: Onboarding,
  ) {}

  @Query(() => [Marketplace], {
    description:
      'The marketplaces that are searched, and how far each is indexed. A partner sees its own in any state, an administrator all.',
  })
  async marketplaces(
    @Ctx() { actor }: RequestContext,
    @Arg('ids', () => [ID], { nullable: true }) ids?: string[],
    @Arg('states', () => [MarketplaceState], { nullable: true }) states?: MarketplaceState[],
  ): Promise<Marketplace[]> {
    const manager = mayDo(actor, 'marketplaces:manage') ? actor : null;
    const [served, unserved] = await readAgain(() =>
      Promise.all([
        readMarketplaces(this.db),
        manager === null ? [] : readUnserved(this.db, (id) => mayManage(manager, id)),
      ]),
    );
    return [...served, ...unserved].filter(
      ({ id, state }) => (ids?.includes(id) ?? true) && (states?.includes(state) ?? true),
    );
  }

  @Directive(MANAGED)
  @Mutation(() => OnboardingResult, {
    description: 'Takes a definition as a new version, which is a draft (daftar). Nothing is served by it.',
  })
  async registerMarketplace(
    @Arg('input', () => RegisterMarketplaceInput) input: RegisterMarketplaceInput,
    @Ctx() { actor }: RequestContext,
  ): Promise<OnboardingResult> {
    const manager = managerOf(actor);
    const { id, problems } = await this.onboarding.register(input, manager);
    return this.result(id, problems, manager);
  }

  @Directive(MANAGED)
  @Mutation(() => OnboardingResult, {
    description:
      'Holds a version to the conformance suite at the marketplace itself (uji). A check that takes longer than the deadline goes on: ask for onboarding.',
  })
  checkMarketplace(
    @Arg('id', () => ID) id: string,
    @Ctx() { actor, deadline }: RequestContext,
    @Arg('version', () => Int, VERSION) version?: number,
  ): Promise<OnboardingResult> {
    return this.change(id, actor, (marketplace, manager) =>
      this.onboarding.check(marketplace, version ?? null, manager, deadline - ANSWER_MS),
    );
  }

  @Directive(MANAGED)
  @Mutation(() => OnboardingResult, { description: 'Serves a version that passed its check (tayangkan).' })
  publishMarketplace(
    @Arg('id', () => ID) id: string,
    @Ctx() { actor }: RequestContext,
    @Arg('acceptBreaking', () => Boolean, ACCEPT) acceptBreaking: boolean,
    @Arg('version', () => Int, VERSION) version?: number,
  ): Promise<OnboardingResult> {
    return this.change(id, actor, (marketplace, manager) =>
      this.onboarding.publish(marketplace, { version: version ?? null, acceptBreaking }, manager),
    );
  }

  @Directive(MANAGED)
  @Mutation(() => OnboardingResult, {
    description: 'Takes a marketplace out of search and out of reach at once (tangguhkan); its orders stay.',
  })
  suspendMarketplace(
    @Arg('id', () => ID) id: string,
    @Ctx() { actor }: RequestContext,
    @Arg('reason', () => String, { nullable: true }) reason?: string,
  ): Promise<OnboardingResult> {
    return this.change(id, actor, (marketplace, manager) =>
      this.onboarding.suspend(marketplace, reason?.slice(0, 500) ?? null, manager),
    );
  }

  @Directive(MANAGED)
  @Mutation(() => OnboardingResult, { description: 'Serves a suspended marketplace again (lanjutkan).' })
  resumeMarketplace(
    @Arg('id', () => ID) id: string,
    @Ctx() { actor }: RequestContext,
  ): Promise<OnboardingResult> {
    return this.change(id, actor, (marketplace, manager) => this.onboarding.resume(marketplace, manager));
  }

  @Directive(MANAGED)
  @Mutation(() => OnboardingResult, {
    description: 'Serves the version that was served before, or the one named (kembalikan).',
  })
  rollbackMarketplace(
    @Arg('id', () => ID) id: string,
    @Ctx() { actor }: RequestContext,
    @Arg('acceptBreaking', () => Boolean, ACCEPT) acceptBreaking: boolean,
    @Arg('version', () => Int, { nullable: true, description: 'The one served before unless given.' })
    version?: number,
  ): Promise<OnboardingResult> {
    return this.change(id, actor, (marketplace, manager) =>
      this.onboarding.rollBack(marketplace, { version: version ?? null, acceptBreaking }, manager),
    );
  }

  private async change(
    id: string,
    actor: RequestContext['actor'],
    change: (marketplace: MarketplaceId, manager: Manager) => Promise<readonly OnboardingProblem[]>,
  ): Promise<OnboardingResult> {
    const manager = managerOf(actor);
    const marketplace = managedMarketplace(id, manager);
    return this.result(marketplace, await change(marketplace, manager), manager);
  }

  /** The marketplace as it is after what was wished for. */
  private async result(
    id: MarketplaceId | null,
    problems: readonly OnboardingProblem[],
    manager: Manager,
  ): Promise<OnboardingResult> {
    const known = id === null ? [] : await readKnown(this.db, manager);
    return { marketplace: known.find((marketplace) => marketplace.id === id) ?? null, problems };
  }
}

/** Kept back of the client's time for the way back. */
const ANSWER_MS = 150;

async function readKnown(db: Database, manager: Manager): Promise<readonly Marketplace[]> {
  return [...(await readUnserved(db, (id) => mayManage(manager, id))), ...(await readMarketplaces(db))];
}

/** The gateway has refused anyone else already; a subgraph believes nobody. */
function managerOf(actor: RequestContext['actor']): Manager {
  if (mayDo(actor, 'marketplaces:manage')) return actor;
  throw new GraphQLError('This needs a token of role PARTNER or ADMIN.', {
    extensions: { code: 'FORBIDDEN' },
  });
}
