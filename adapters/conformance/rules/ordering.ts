import { randomUUID } from 'node:crypto';
import type { HandOffOrdering, PunchOutOrdering } from '../../core/order/ordering-port';
import { errorFinding } from '../error-finding';
import { placeOf } from '../fields';
import { isOver, isPlaced, type Attempt, type OrderCourse, type OrderTrial } from '../order-trial';
import type { Finding, LiveCheck, LiveRule, RuleOutcome } from '../rule';
import { cheapestToBuy } from '../samples';

/** How it takes orders. Only where one may be placed is one placed, and taken back. */
export const ORDERING: readonly LiveRule[] = [
  {
    id: 'LIVE-50',
    level: 'MUST',
    title: 'orders are taken as declared',
    needs: 'READING',
    run({ marketplace: { can, ordering, orders } }) {
      const mode = ordering?.mode ?? 'NONE';
      const fix = 'describe the calls that take orders (orders), or none';
      const findings: Finding[] = [];
      if (can.ordering !== mode) findings.push({ path: '$', expected: can.ordering, got: mode, fix });
      if (can.orders !== 'REPORTED' && orders === undefined)
        findings.push({ path: '$', expected: 'orders that can be asked for', got: 'no way to ask', fix });
      return Promise.resolve(findings);
    },
  },
  {
    id: 'LIVE-51',
    level: 'MUST',
    title: 'what is ordered on its own page has one',
    needs: 'READING',
    async run({ marketplace, offers }) {
      const { ordering } = marketplace;
      if (ordering?.mode !== 'HANDOFF' || ordering.entry !== 'PAGE')
        return { skipped: 'buyers do not order on pages of the offers' };
      return (await offers())
        .filter(({ url }) => url === null || !/^https?:\/\//i.test(url))
        .map(({ id, url }) => ({
          path: `$['${id}'].url`,
          expected: 'https://…, the page on which it is ordered',
          got: url ?? 'no page',
          fix: `fill ${placeOf(marketplace, 'url') ?? 'its page'}, or declare that no orders are taken`,
        }));
    },
  },
  onTrial('LIVE-52', 'an order that is placed is there, and was not before', ({ sold }) => [
    ...expecting(sold.before, 'before it is placed', false),
    ...outcome(sold.placed, 'PLACED', 'the order is placed'),
    ...(isPlaced(sold.placed) ? expecting(sold.after, 'after it is placed', true, sold.order.reference) : []),
  ]),
  onTrial('LIVE-53', 'an order that is sent twice under one reference is taken as one', ({ sold }) =>
    sold.again === null
      ? { skipped: notSentAgain(sold) }
      : outcome(sold.again, 'PLACED', 'sent again, it is the order that is there already'),
  ),
  onTrial('LIVE-54', 'an order is taken back, and twice is once', ({ sold }) =>
    sold.cancelled.length === 0
      ? { skipped: 'the order was not placed (LIVE-52)' }
      : sold.cancelled.flatMap((cancelled, i) =>
          outcome(cancelled, 'CANCELLED', i === 0 ? 'it is taken back' : 'taken back again, it stays so'),
        ),
  ),
  onTrial('LIVE-55', 'nothing is left of an order that was taken back', ({ sold, unknown }) =>
    [sold, unknown].flatMap((course) => {
      const { order, cancelled, left } = course;
      const isTakenBack = cancelled.some(
        (attempt) => 'value' in attempt && attempt.value.outcome === 'CANCELLED',
      );
      const fix = `take order ${order.reference} back by hand`;
      if (cancelled.length > 0 && !isTakenBack)
        return [{ path: '$', expected: 'no order', got: `${order.reference} may still stand`, fix }];
      if (isLost(course))
        return [
          {
            path: '$',
            expected: 'no order',
            got: `${order.reference} was placed and is not found by its reference, so it may still stand`,
            fix,
          },
        ];
      if (left === null) return [];
      if ('error' in left) return [errorFinding(left.error, `the status of ${order.reference}`)];
      if (left.value === null || isOver(left.value)) return [];
      const state = left.value.state ?? 'a status that the definition does not know';
      return [{ path: '$', expected: 'CANCELLED, or no such order', got: state, fix }];
    }),
  ),
  onTrial('LIVE-56', 'what is not sold there is refused, and nothing is placed', ({ unknown }) => [
    ...outcome(unknown.placed, 'REFUSED', 'an article number that nobody has'),
    ...expecting(unknown.after, 'after it was refused', false),
  ]),
  {
    id: 'LIVE-57',
    level: 'MUST',
    title: 'buyers are sent to a page that exists',
    needs: 'ORDERING',
    async run(check) {
      const { ordering } = check.marketplace;
      if (ordering === undefined || ordering.mode === 'DIRECT')
        return { skipped: 'buyers do not order on its pages' };
      return (await startPages(check, ordering)) ?? { skipped: 'nothing is in stock to be ordered' };
    },
  },
];

/** A rule about the one order that is placed and taken back for all of them. */
function onTrial(id: string, title: string, judge: (trial: OrderTrial) => RuleOutcome): LiveRule {
  return {
    id,
    level: 'MUST',
    title,
    needs: 'ORDERING',
    async run(check) {
      const { ordering, can } = check.marketplace;
      if (ordering === undefined || ordering.mode === 'HANDOFF')
        return { skipped: 'it takes no orders from Pasar' };
      if (!can.cancelling) return { skipped: 'an order could not be taken back, so none is placed' };
      const trial = await check.trial();
      return trial === null ? { skipped: 'nothing is in stock to be ordered' } : judge(trial);
    },
  };
}

const ORDER_FIX =
  'check orders.place, orders.find and orders.cancel, and what their answers mean (responses)';

/** Why the order was not sent a second time, and which one may stand. */
function notSentAgain({ order, placed, after }: OrderCourse): string {
  if (!isPlaced(placed)) return 'the order was not placed (LIVE-52)';
  const why = 'error' in after ? 'it could not be found out whether it is there' : 'it is not found';
  return `${order.reference} was placed and ${why} (LIVE-52): sent again it could be ordered twice`;
}

/** Placed, and not there by its reference: that it was taken back then says nothing. */
function isLost({ placed, after, left }: OrderCourse): boolean {
  const isShownOver = left !== null && 'value' in left && left.value !== null;
  return isPlaced(placed) && 'value' in after && !after.value && !isShownOver;
}

function expecting(
  attempt: Attempt<boolean>,
  when: string,
  wanted: boolean,
  reference?: string,
): readonly Finding[] {
  const expected = `${when} it is ${wanted ? '' : 'not '}there`;
  if ('error' in attempt) return [errorFinding(attempt.error, expected)];
  if (attempt.value === wanted) return [];
  const fix = 'find an order by its reference: what is asked by must be what was sent (orders.find)';
  const which = reference === undefined ? '' : `: ${reference}`;
  return [{ path: '$', expected, got: `${attempt.value ? 'there' : 'not there'}${which}`, fix }];
}

type Outcome = Attempt<{ readonly outcome: string; readonly reason?: string; readonly detail?: string }>;

function outcome(attempt: Outcome, wanted: string, expected: string): readonly Finding[] {
  if ('error' in attempt) return [errorFinding(attempt.error, expected, { fix: ORDER_FIX })];
  const { outcome: came, reason, detail } = attempt.value;
  if (came === wanted) return [];
  const got = [came, reason, detail].filter((text) => text !== undefined).join(', ');
  return [{ path: '$', expected: `${expected} (${wanted})`, got, fix: ORDER_FIX }];
}

/** The pages that buyers of one offer would be sent to; null where there is nothing to be bought. */
async function startPages(
  { order, offers, call }: LiveCheck,
  ordering: HandOffOrdering | PunchOutOrdering,
): Promise<readonly Finding[] | null> {
  const offer = cheapestToBuy(await offers());
  if (order === null || offer === null) return null;
  const request = { order: order(offer), token: ordering.mode === 'HANDOFF' ? randomUUID() : '' };
  const fix = 'answer with the page on which this buyer goes on';
  const started =
    ordering.mode === 'HANDOFF'
      ? await ordering.handOff(request, call())
      : await ordering.start({ ...request, cookie: randomUUID(), returnUrl: RETURN_URL }, call());
  if ('outcome' in started) {
    const got = `${started.reason}: ${started.detail}`;
    return [{ path: '$', expected: 'a page', got, fix }];
  }
  const urls = 'url' in started ? [started.url] : started.pages.map(({ url }) => url);
  const wrong = urls.filter((url) => !/^https?:\/\//i.test(url) || !URL.canParse(url));
  if (urls.length === 0) return [{ path: '$', expected: 'a page', got: 'none', fix }];
  return wrong.map((got) => ({ path: '$', expected: 'https://…', got, fix }));
}

/** A basket of a check is not taken anywhere. */
const RETURN_URL = 'https://pasar.invalid/basket';
