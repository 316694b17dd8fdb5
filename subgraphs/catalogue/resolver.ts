import { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, ID, Info, Query, Resolver } from 'type-graphql';
import { CATEGORIES } from '../../adapters/core/categories';
import type { OfferIdParts } from '../../adapters/core/ids';
import { REGIONS } from '../../adapters/core/regions';
import { OfferReference } from '../../schema/offer/offer-reference';
import { SearchArgs } from '../../schema/search/search-input';
import { SearchResult } from '../../schema/search/search-result';
import { Category, Region } from '../../schema/values/place-and-kind';
import type { Database } from '../database/connect';
import { readAgain } from '../database/read-again';
import { inputError } from '../input-error';
import { parseOfferIdAt } from './offer-argument';
import type { OfferStubs } from './offer-stubs';
import { readIndexState } from './index-state';
import { readMarketplaceNames, readSomeMarketplaces } from './marketplace-names';
import { facetsView, hitView, MARKETPLACES_SHOWN, offerReference } from './search-view';
import { parseFirst, parseOfferQuery, PAGE_MAX } from './search/offer-query';
import { searchOffers } from './search/search-offers';
import { selectedFields } from '../selected-fields';

/** What a client gets in full; parts that weren't selected are left out, and no one asks for them. */
type SelectedResult = Partial<SearchResult>;

@Resolver()
export class CatalogueResolver {
  constructor(
    private readonly db: Database,
    private readonly stubs: Pick<OfferStubs, 'offerTypes' | 'isRegistered'>,
  ) {}

  @Query(() => SearchResult, {
    description: 'Finds offers over all marketplaces (cari produk), from the index.',
  })
  async search(
    @Args(() => SearchArgs) args: SearchArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<SelectedResult> {
    const selected = selectedFields(info);
    const query = parseOfferQuery(args);
    const first = parseFirst(args.first);
    const [answer, states] = await Promise.all([
      readAgain(() =>
        searchOffers(this.db, {
          query,
          first: selected.has('nodes') || selected.has('pageInfo') ? first : 0,
          after: args.after ?? null,
          want: { total: selected.has('totalCount') || first === 0, facets: selected.has('facets') },
        }),
      ),
      // How each of a thousand marketplaces is indexed costs more than the search itself: only where it is asked for.
      selected.has('sources') ? readAgain(() => readIndexState(this.db)) : [],
    ]);
    const named = [
      ...query.marketplaces,
      ...answer.rows.map(({ marketplace }) => marketplace),
      ...(answer.counts?.values.marketplace ?? []).slice(0, MARKETPLACES_SHOWN).map(({ value }) => value),
    ];
    const names = await readAgain(() => readMarketplaceNames(this.db, named));
    // A suspended one has nothing to be found; a portal's saved filter goes on finding the others.
    const unknown = query.marketplaces.find((id) => !names.has(id) && !this.stubs.isRegistered(id));
    if (unknown !== undefined) {
      const known = await readAgain(() => readSomeMarketplaces(this.db));
      throw inputError('filter.marketplaces', `"${unknown}" is not known. Known are ${known.join(', ')}.`);
    }
    const asked = states.filter(
      ({ id }) => query.marketplaces.length === 0 || query.marketplaces.includes(id),
    );
    return {
      nodes: answer.rows.map((row) => hitView(row, names, this.stubs.offerTypes)),
      pageInfo: { hasNextPage: answer.hasNextPage, endCursor: answer.endCursor },
      ...(answer.total === null ? {} : { totalCount: answer.total }),
      ...(answer.counts === null ? {} : { facets: facetsView(answer.counts, names) }),
      sources: asked.map(({ id, name, status, observedAt }) => ({
        marketplace: { id, name },
        status,
        observedAt,
        latencyMs: answer.latencyMs,
      })),
      correctedText: answer.correctedText,
    };
  }

  @Query(() => OfferReference, {
    nullable: true,
    description: 'One offer by its id; null when the index does not know it.',
  })
  async offer(@Arg('id', () => ID) id: string): Promise<OfferReference | null> {
    const [offer] = await this.known([parseOfferIdAt('id', id)]);
    return offer ?? null;
  }

  @Query(() => [OfferReference], {
    nullable: 'items',
    description:
      'Several offers, at most 100, in the order asked; null for those that the index does not know.',
  })
  offers(@Arg('ids', () => [ID]) ids: string[]): Promise<readonly (OfferReference | null)[]> {
    if (ids.length > PAGE_MAX)
      throw inputError('ids', `holds ${ids.length} ids; at most ${PAGE_MAX} are taken.`);
    return this.known(ids.map((id, i) => parseOfferIdAt(`ids[${i}]`, id)));
  }

  @Query(() => [Category], { description: 'The categories to filter by (kategori).' })
  categories(): Category[] {
    return CATEGORIES.map(({ code, name }) => ({ code, name }));
  }

  @Query(() => [Region], { description: 'The regencies and cities of East Java (kabupaten/kota).' })
  regions(): Region[] {
    return REGIONS.map(({ code, name }) => ({ code, name }));
  }

  /** References for the ids that the index has, in the same order. */
  private async known(ids: readonly OfferIdParts[]): Promise<readonly (OfferReference | null)[]> {
    if (ids.length === 0) return [];
    const wanted = ids.map(({ id }) => id);
    const rows = await readAgain(() =>
      this.db.selectFrom('offer').select('id').where('id', 'in', wanted).execute(),
    );
    const found = new Set(rows.map(({ id }) => id));
    return ids.map(({ id, marketplace }) =>
      found.has(id) ? offerReference(id, marketplace, this.stubs.offerTypes) : null,
    );
  }
}
