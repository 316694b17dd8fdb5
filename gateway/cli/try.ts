import { randomUUID } from 'node:crypto';
import { failureFinding } from '../../adapters/conformance/failure-finding';
import type { FeedCursor, FeedPage, Marketplace, RejectedRecord } from '../../adapters/core/contract';
import { toAdapterError } from '../../adapters/core/errors';
import { openPartnerUnderCheck } from '../../adapters/conformance/partner-under-check';
import type { Offer } from '../../adapters/core/offer';
import { regionByCode } from '../../adapters/core/regions';
import { CommandFailed, type AddCommand } from './command';
import { readDefinitionFile } from './definition-file';
import { untilInterrupted } from './interrupt';
import { admissionFor, type PartnerAccess } from './open-partner';
import { addAccessOptions, wholeNumberOption } from './options';
import { print, printJson } from './terminal';
import { formatTable, type Column } from './text-table';

interface TryOptions extends PartnerAccess {
  readonly first: number;
  readonly json?: boolean;
}

const FIRST = 20;
/** A page may be slow while a definition is being written. */
const PAGE_MS = 60_000;
/** Of pages that hold nothing that is understood. */
const MOST_PAGES = 10;

/** `pasar try`: the first offers of a feed as Pasar understands them, for whoever writes a definition. */
export const addTry: AddCommand = (program) => {
  addAccessOptions(
    program
      .command('try')
      .summary('show the first offers as Pasar understands them')
      .description('Reads FILE and the beginning of the feed that it describes.')
      .argument('<file>', 'the definition (*.pasar.yaml)')
      .option('--first <n>', 'how many offers', wholeNumberOption(1, 1_000), FIRST)
      .option('--json', 'print offers and records that were not understood as JSON'),
  ).action(tryDefinition);
};

async function tryDefinition(file: string, options: TryOptions): Promise<void> {
  const definition = await readDefinitionFile(file);
  const { marketplace, close } = openPartnerUnderCheck(definition, admissionFor(definition, options));
  try {
    const beginning = await untilInterrupted((signal) => readBeginning(marketplace, options.first, signal));
    if (options.json === true) printJson({ marketplace: marketplace.id, ...beginning });
    else print(describe(beginning));
  } finally {
    await close();
  }
}

interface Beginning {
  readonly offers: readonly Offer[];
  readonly rejected: readonly RejectedRecord[];
  /** Records that were read for that. */
  readonly records: number;
  /** What the feed says it holds. */
  readonly total: number | null;
  readonly lacking: string | null;
}

async function readBeginning(
  marketplace: Marketplace,
  first: number,
  signal: AbortSignal,
): Promise<Beginning> {
  const pages: FeedPage[] = [];
  const [feed] = marketplace.feeds;
  if (feed === undefined) throw new Error('a marketplace has at least one feed');
  let cursor: FeedCursor | null = null;
  try {
    do {
      const call = { signal, deadline: Date.now() + PAGE_MS, requestId: `try-${randomUUID()}` };
      const page: FeedPage = await marketplace.feed({ feed, cursor }, call);
      pages.push(page);
      cursor = page.next;
    } while (cursor !== null && offersOf(pages).length < first && pages.length < MOST_PAGES);
  } catch (thrown) {
    signal.throwIfAborted();
    const { got, fix } = failureFinding(toAdapterError(thrown, marketplace.id), 'the feed');
    throw new CommandFailed(`page ${pages.length + 1} of the feed: ${got}; ${fix}`, 1);
  }
  return {
    offers: offersOf(pages).slice(0, first),
    rejected: pages.flatMap(({ rejected }) => rejected),
    records: pages.reduce((sum, { records }) => sum + records, 0),
    total: pages.at(-1)?.total ?? null,
    lacking: pages.find(({ lacking }) => lacking !== null)?.lacking ?? null,
  };
}

function offersOf(pages: readonly FeedPage[]): readonly Offer[] {
  return pages.flatMap(({ offers }) => offers);
}

const COLUMNS: readonly Column[] = [
  { title: 'ID', widest: 44 },
  { title: 'TITLE', widest: 40 },
  { title: 'PRICE', widest: 20, align: 'right' },
  { title: 'TAX', widest: 8 },
  { title: 'STOCK', widest: 16, align: 'right' },
  { title: 'SELLER', widest: 24 },
  { title: 'REGION', widest: 24 },
  { title: 'CATEGORY', widest: 20 },
];

function describe({ offers, rejected, records, total, lacking }: Beginning): string {
  const table = offers.length === 0 ? 'no offers' : formatTable(COLUMNS, offers.map(rowOf));
  const of = total === null ? '' : ` of ${total}`;
  const read = `${offers.length} offers shown; ${records} records read${of}, ${rejected.length} not understood.`;
  const aside = rejected.map(({ recordId, reason }) => `  ${recordId}: ${reason}`);
  return [table, '', read, ...aside, ...(lacking === null ? [] : [`Lacking: ${lacking}`])].join('\n');
}

function rowOf({ id, title, price, stock, unit, seller, category }: Offer): readonly string[] {
  const { state, quantity } = stock;
  const available = { IN_STOCK: 'yes', OUT_OF_STOCK: 'no', UNKNOWN: '?' }[state];
  return [
    id,
    title,
    price.amount,
    price.tax,
    quantity === null ? available : [quantity, unit].filter((part) => part !== null).join(' '),
    seller.name,
    seller.region === null ? '?' : (regionByCode(seller.region)?.name ?? seller.region),
    category,
  ];
}
