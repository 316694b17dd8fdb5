import type { RefinementCtx } from 'zod';
import {
  checkRequest,
  checkVariables,
  reportTo,
  type Known,
  type Path,
  type Report,
} from './known-variables';
import type { DirectOrders, OrderStep } from './manifest-orders';
import { FIELDS_OF_KNOWN_ORDER, ORDER_FIELDS } from './order-fields';

/** Is everything that the calls of an order use known by then, and captured before? */
export function checkOrders(orders: DirectOrders, context: Pick<RefinementCtx, 'addIssue'>): void {
  const { find, place, cancel = [], status } = orders;
  const report = reportTo(context);
  const asked: Known = { order: FIELDS_OF_KNOWN_ORDER };

  checkRequest(find.request, ['find', 'request'], asked, report);
  checkSteps(place, ['place'], ORDER_FIELDS, [], report);
  checkSteps(cancel, ['cancel'], FIELDS_OF_KNOWN_ORDER, Object.keys(find.capture ?? {}), report);
  if (status !== undefined) checkRequest(status.request, ['status', 'request'], asked, report);

  const last = place.length - 1;
  if (place[last]?.each !== undefined)
    report(['place', last, 'each'], 'must not be on the last step: an order is placed by one request');
}

function checkSteps(
  steps: readonly OrderStep[],
  path: Path,
  orderFields: readonly string[],
  found: readonly string[],
  report: Report,
): void {
  const captured = new Set(found);
  const names = new Set<string>();
  for (const [index, { name, each, request, capture, undo }] of steps.entries()) {
    const at = [...path, index];
    const known = (): Known => ({ order: orderFields, captured: [...captured] });
    const ofStep = (): Known => ({ ...known(), ...(each === undefined ? {} : { item: null }) });
    if (names.has(name)) report([...at, 'name'], `is the name of an earlier step, too: "${name}"`);
    names.add(name);
    if (each !== undefined) checkVariables(each, [...at, 'each'], known(), report);
    checkRequest(request, [...at, 'request'], ofStep(), report);
    for (const value of Object.keys(capture ?? {})) captured.add(value);
    if (undo !== undefined) checkRequest(undo, [...at, 'undo'], ofStep(), report);
  }
}
