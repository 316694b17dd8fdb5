import { compile, type ExpressionNode } from '@jmespath-community/jmespath';
import { checkExpression } from './expression';
import { checkTemplate, expressionsIn } from './template';

/** The variables that an expression starts from, and the fields that it looks for right below each. */
export type Uses = ReadonlyMap<string, ReadonlySet<string>>;

/** The variables that the expressions of a template start from: `${order.lines[].sku}` gives `order`. */
export function variablesOf(template: string): ReadonlySet<string> {
  return new Set(usesInTemplate(template).keys());
}

/** The same for all expressions of a template, with fields. */
export function usesInTemplate(template: string): Uses {
  const uses = new Map<string, Set<string>>();
  // What is no template says so itself, and uses nothing.
  if (checkTemplate(template) !== null) return uses;
  for (const expression of expressionsIn(template)) read(compile(expression), TOP, uses);
  return uses;
}

/** The same for one expression by itself. */
export function usesOf(expression: string): Uses {
  const uses = new Map<string, Set<string>>();
  if (checkExpression(expression) !== null) return uses;
  read(compile(expression), TOP, uses);
  return uses;
}

/** What a node is worked out on: all variables, one of them, or something whose names are its own affair. */
type Place = { readonly at: 'TOP' | 'BELOW' } | { readonly at: 'VARIABLE'; readonly name: string };
const TOP: Place = { at: 'TOP' };
const BELOW: Place = { at: 'BELOW' };

/** Notes what a node uses, and gives what stands to its right is worked out on. */
function read(node: ExpressionNode, place: Place, uses: Map<string, Set<string>>): Place {
  const here = (child: ExpressionNode): Place => read(child, place, uses);
  const below = (child: ExpressionNode): Place => read(child, BELOW, uses);
  switch (node.type) {
    case 'Root':
      return TOP;
    case 'Current':
    case 'Identity':
      return place;
    case 'Field':
      return note(node.name, place, uses);
    case 'Subexpression':
    case 'IndexExpression':
    case 'Pipe':
      return read(node.right, here(node.left), uses);
    case 'FilterProjection':
      here(node.left);
      below(node.condition);
      below(node.right);
      return BELOW;
    case 'Projection':
    case 'ValueProjection':
      here(node.left);
      below(node.right);
      return BELOW;
    case 'ExpressionReference':
      below(node.child);
      return BELOW;
    case 'Flatten':
    case 'NotExpression':
      here(node.child);
      return BELOW;
    case 'Unary':
      here(node.operand);
      return BELOW;
    case 'OrExpression':
    case 'AndExpression':
    case 'Comparator':
    case 'Arithmetic':
      here(node.left);
      here(node.right);
      return BELOW;
    case 'Ternary':
      [node.condition, node.trueExpr, node.falseExpr].forEach(here);
      return BELOW;
    case 'MultiSelectList':
    case 'Function':
      node.children.forEach(here);
      return BELOW;
    case 'MultiSelectHash':
      node.children.forEach(({ value }) => here(value));
      return BELOW;
    default:
      return BELOW;
  }
}

function note(name: string, place: Place, uses: Map<string, Set<string>>): Place {
  if (place.at === 'TOP') {
    uses.set(name, uses.get(name) ?? new Set());
    return { at: 'VARIABLE', name };
  }
  if (place.at === 'VARIABLE') uses.get(place.name)?.add(name);
  return BELOW;
}
