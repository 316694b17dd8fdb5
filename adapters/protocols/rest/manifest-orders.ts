import { z } from 'zod';
import { ORDER_STATES, type OrderState } from '../../core/order/order-states';
import { field } from './manifest-mapping';
import { headerName, requestSchema, variableName } from './manifest-requests';
import { responses } from './manifest-responses';
import { expression } from './manifest-texts';

const ownResponses = responses
  .optional()
  .describe('Of this very request: tried before those of the manifest, for one status means many things.');

const captured = z.union([
  expression,
  z.strictObject({
    header: headerName.describe('For example Location.'),
    lastSegment: z
      .boolean()
      .default(false)
      .describe('Only the last part of the path of an address, percent-decoded.'),
  }),
]);
const capture = z
  .record(variableName, captured)
  .optional()
  .describe('Values out of the answer or its headers, `${captured.name}` in what follows.');
export type CaptureSource = z.infer<typeof captured>;

const undo = requestSchema.describe(
  'Takes the step back. Sent when a later step is refused or fails, and when this step itself fails without saying ' +
    'what became of it; the last step first, and maybe several times. It must do no harm where there is nothing ' +
    'to take back.',
);
const step = z.strictObject({
  name: variableName,
  each: expression
    .optional()
    .describe(
      'A list over `order` and `captured`: the request is sent once for each of its elements (`${item}`), 100 at ' +
        'most. What is captured are lists then, in `undo` that of the element. Not for the last step of an order.',
    ),
  request: requestSchema,
  responses: ownResponses,
  capture,
  undo: undo.optional(),
  undoWhenRefused: z
    .boolean()
    .default(false)
    .describe('The refused step itself is undone too: its refusal may have left something behind.'),
});
export type OrderStep = z.infer<typeof step>;

const reference = expression.describe(
  "What the answer says is the order's reference: a text, or a list of texts. Strongly recommended: a shop that " +
    'does not know the filter answers with all its orders, any of which would be taken for this one.',
);

const find = z
  .strictObject({
    request: requestSchema,
    responses: ownResponses,
    reference: reference.optional(),
    found: expression
      .optional()
      .describe('True where the answer shows the order; not needed where `reference` says which it shows.'),
    capture,
  })
  .refine(({ reference: told, found }) => told !== undefined || found !== undefined, {
    message: 'needs reference, or found, or both',
  });

const orderStates = Object.keys(ORDER_STATES) as [OrderState, ...OrderState[]];
const status = z.strictObject({
  request: requestSchema,
  responses: ownResponses,
  reference: reference.optional(),
  state: z.strictObject({
    from: expression.describe("The shop's own word, nothing for an order that it doesn't know."),
    values: z.record(z.string(), z.enum(orderStates)),
  }),
  at: field.optional().describe('When it came into this state.'),
});

/** The calls that place an order, find it, take it back and ask how it is. */
export const directOrders = z
  .strictObject({
    mode: z.literal('direct'),
    find: find.describe(
      'Asks for an order by `${order.reference}`, before anything is sent again. It must not show carts and ' +
        'drafts: what it shows counts as placed.',
    ),
    place: z.array(step).min(1).max(10).describe('The last step is the one that places the order.'),
    cancel: z.array(step).min(1).max(5).optional(),
    status: status.optional(),
  })
  .describe('`order` in expressions: see docs/partners.md.');
export type DirectOrders = z.infer<typeof directOrders>;
