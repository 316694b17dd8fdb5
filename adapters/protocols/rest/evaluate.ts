import type { ExpressionNode } from '@jmespath-community/jmespath';
import { FUNCTIONS } from './expression-functions';
import {
  CannotWorkOut,
  charactersOf,
  fieldNames,
  finite,
  isEqual,
  isFalse,
  isList,
  isObject,
  number,
  type Spend,
} from './expression-operands';

type Slice = Extract<ExpressionNode, { type: 'Slice' }>;
type Comparator = Extract<ExpressionNode, { type: 'Comparator' }>;
type Arithmetic = Extract<ExpressionNode, { type: 'Arithmetic' }>;

/**
 * The value of an expression. Throws `CannotWorkOut` where it has none, or costs more than may be spent. Not by the
 * library that parses it: that has no limit, and both expressions and data are strangers', who together make
 * gigabytes of a few megabytes, or keep the process busy for hours.
 */
export function evaluate(tree: ExpressionNode, root: unknown, spend: Spend): unknown {
  return valueOf(tree, root);

  function valueOf(node: ExpressionNode, value: unknown): unknown {
    spend(1);
    switch (node.type) {
      case 'Current':
      case 'Identity':
        return value;
      case 'Root':
        return root;
      case 'Literal':
        return node.value;
      case 'Field':
        return fieldOf(value, node.name);
      case 'Index':
        return isList(value) ? (value.at(node.value) ?? null) : null;
      case 'Slice':
        return sliceOf(value, node, spend);
      case 'Subexpression': {
        const left = valueOf(node.left, value);
        return left === null ? null : valueOf(node.right, left);
      }
      case 'IndexExpression':
      case 'Pipe':
        return valueOf(node.right, valueOf(node.left, value));
      case 'Projection': {
        const base = valueOf(node.left, value);
        // A slice of a text is a text, and no list of its characters.
        if (typeof base === 'string' && isSlice(node.left)) return valueOf(node.right, base);
        return isList(base) ? each(base, node.right) : null;
      }
      case 'ValueProjection': {
        const base = valueOf(node.left, value);
        return isObject(base)
          ? each(
              fieldNames(base, spend).map((name) => base[name]),
              node.right,
            )
          : null;
      }
      case 'FilterProjection': {
        const base = valueOf(node.left, value);
        if (!isList(base)) return null;
        return each(
          base.filter((element) => !isFalse(valueOf(node.condition, element), spend)),
          node.right,
        );
      }
      case 'Flatten': {
        const base = valueOf(node.child, value);
        return isList(base) ? flattened(base) : null;
      }
      case 'MultiSelectList':
        return node.children.map((child) => valueOf(child, value));
      case 'MultiSelectHash':
        return Object.fromEntries(node.children.map((child) => [child.name, valueOf(child.value, value)]));
      case 'OrExpression': {
        const left = valueOf(node.left, value);
        return isFalse(left, spend) ? valueOf(node.right, value) : left;
      }
      case 'AndExpression': {
        const left = valueOf(node.left, value);
        return isFalse(left, spend) ? left : valueOf(node.right, value);
      }
      case 'NotExpression':
        return isFalse(valueOf(node.child, value), spend);
      case 'Ternary': {
        const holds = !isFalse(valueOf(node.condition, value), spend);
        return valueOf(holds ? node.trueExpr : node.falseExpr, value);
      }
      case 'Comparator':
        return compared(node, valueOf(node.left, value), valueOf(node.right, value), spend);
      case 'Arithmetic':
        return calculated(node, number(valueOf(node.left, value)), number(valueOf(node.right, value)));
      case 'Unary': {
        const operand = number(valueOf(node.operand, value));
        return node.operator === 'Minus' ? -operand : operand;
      }
      case 'ExpressionReference':
        return (element: unknown) => valueOf(node.child, element);
      case 'Function': {
        const run = Object.hasOwn(FUNCTIONS, node.name) ? FUNCTIONS[node.name] : undefined;
        const given = node.children.map((child) => valueOf(child, value));
        if (run === undefined) throw new CannotWorkOut();
        return run(given, spend) ?? null;
      }
      default:
        throw new CannotWorkOut();
    }
  }

  /** What comes of the elements that it comes to anything of. */
  function each(elements: readonly unknown[], node: ExpressionNode): readonly unknown[] {
    return elements.map((element) => valueOf(node, element)).filter((result) => result !== null);
  }

  function flattened(elements: readonly unknown[]): readonly unknown[] {
    for (const element of elements) spend(isList(element) ? 1 + element.length : 1);
    return elements.flat();
  }
}

/** A field of an object's own. It is looked for first, for whoever watches what is. */
function fieldOf(value: unknown, name: string): unknown {
  if (!isObject(value)) return null;
  const found = value[name];
  return Object.hasOwn(value, name) ? (found ?? null) : null;
}

function isSlice(node: ExpressionNode): boolean {
  return node.type === 'IndexExpression' && node.right.type === 'Slice';
}

function sliceOf(value: unknown, { start, stop, step }: Slice, spend: Spend): unknown {
  if (typeof value !== 'string' && !isList(value)) return null;
  const by = step ?? 1;
  if (by === 0) throw new CannotWorkOut();
  const items: readonly unknown[] = typeof value === 'string' ? charactersOf(value, spend) : value;
  const { length } = items;
  const [first, beyond] = by > 0 ? [0, length] : [-1, length - 1];
  const within = (at: number | null, otherwise: number): number =>
    at === null ? otherwise : Math.min(Math.max(at < 0 ? at + length : at, first), beyond);
  const from = within(start, by > 0 ? first : beyond);
  const to = within(stop, by > 0 ? beyond : first);
  spend(Math.max(0, Math.ceil((to - from) / by)));
  const taken: unknown[] = [];
  for (let at = from; by > 0 ? at < to : at > to; at += by) taken.push(items[at]);
  return typeof value === 'string' ? taken.join('') : taken;
}

function compared({ name }: Comparator, left: unknown, right: unknown, spend: Spend): boolean | null {
  if (name === 'EQ') return isEqual(left, right, spend);
  if (name === 'NE') return !isEqual(left, right, spend);
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  switch (name) {
    case 'LT':
      return left < right;
    case 'LTE':
      return left <= right;
    case 'GT':
      return left > right;
    case 'GTE':
      return left >= right;
  }
}

/** What is divided by zero, or too large to be written, is no number. */
function calculated({ operator }: Arithmetic, left: number, right: number): number {
  switch (operator) {
    case 'Plus':
      return finite(left + right);
    case 'Minus':
      return finite(left - right);
    case 'Multiply':
    case 'Star':
      return finite(left * right);
    case 'Divide':
      return finite(left / right);
    case 'Div':
      return finite(Math.floor(left / right));
    case 'Modulo':
      return finite(left % right);
  }
}
