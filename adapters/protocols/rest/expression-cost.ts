import type { ExpressionNode } from '@jmespath-community/jmespath';
import { FUNCTIONS, sum } from './expression-functions';
import { functionHint } from './expression-hints';

/** Nodes of one expression, and how deep they nest. */
const MOST_NODES = 250;
const DEEPEST = 40;
/** How many times larger than what it is given its result may be. */
const MOST_GROWTH = 256;
const LONGEST_SEPARATOR = 10;

/** Which argument is worked out per element. Were it data, data would be run, whatever it costs. */
const EXPRESSION_ARGUMENT: Readonly<Record<string, number>> = {
  group_by: 1,
  map: 0,
  max_by: 1,
  min_by: 1,
  sort_by: 1,
};
/**
 * Own to every object of the language that this runs in, and no field of anyone's JSON: `toString` is a function
 * there. Fields of lists and texts are never looked up, so that names like `length` and `link` are only fields.
 */
const HIDDEN: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/**
 * Why an expression could cost too much, or null: what can be told from it before it meets any data. What it
 * really costs is bounded where it is worked out.
 */
export function costProblem(tree: ExpressionNode): string | null {
  try {
    const count = { nodes: 0 };
    const growth = grow(tree, { depth: 0, perElement: false, count });
    return growth > MOST_GROWTH ? 'repeats what it is given too often' : null;
  } catch (error) {
    if (error instanceof TooCostly) return error.message;
    throw error;
  }
}

class TooCostly extends Error {}

interface Place {
  readonly depth: number;
  /** Evaluated once per element of a list. */
  readonly perElement: boolean;
  readonly count: { nodes: number };
}

/** Checks a node and gives how many times the size of its input its result may have. */
function grow(node: ExpressionNode, place: Place): number {
  place.count.nodes += 1;
  if (place.count.nodes > MOST_NODES || place.depth > DEEPEST) throw new TooCostly('is too long');
  const inner = { ...place, depth: place.depth + 1 };
  const each = { ...inner, perElement: true };
  const of = (child: ExpressionNode): number => grow(child, inner);
  switch (node.type) {
    case 'Field':
      if (HIDDEN.has(node.name)) throw new TooCostly(`must not ask for "${node.name}"`);
      return 1;
    case 'Current':
    case 'Identity':
    case 'Index':
    case 'Slice':
    case 'Root':
    case 'Literal':
      return 1;
    case 'Subexpression':
      checkNegation(node.left);
      return of(node.left) * of(node.right);
    case 'IndexExpression':
    case 'Pipe':
      return of(node.left) * of(node.right);
    case 'Projection':
    case 'ValueProjection':
      checkNegation(node.left);
      return of(node.left) * grow(node.right, perElement(node.right, each));
    case 'FilterProjection':
      grow(node.condition, perElement(node.condition, each));
      return of(node.left) * grow(node.right, perElement(node.right, each));
    case 'Flatten':
    case 'NotExpression':
      return of(node.child);
    case 'ExpressionReference':
      throw new TooCostly('must hold &… only where a function takes it');
    case 'OrExpression':
    case 'AndExpression':
    case 'Comparator':
    case 'Arithmetic':
      return Math.max(of(node.left), of(node.right));
    case 'Unary':
      return of(node.operand);
    case 'Ternary':
      return Math.max(of(node.condition), of(node.trueExpr), of(node.falseExpr));
    case 'MultiSelectList':
      return sum(node.children.map(of));
    case 'MultiSelectHash':
      return sum(node.children.map(({ name, value }) => (HIDDEN.has(name) ? hidden(name) : of(value))));
    case 'Function':
      return growOfFunction(node, inner);
    default:
      throw new TooCostly('must not use variables (let)');
  }
}

/** `!a.b` is `(!a).b`, which is nothing, whatever a is. */
function checkNegation(left: ExpressionNode): void {
  if (left.type === 'NotExpression') throw new TooCostly('must have brackets after "!", as in !(a.b)');
}

/** What runs per element may name fields of the root, for they cost nothing, but not go through lists of it. */
function perElement(node: ExpressionNode, place: Place): Place {
  if (reachesRoot(node) && iteratesOverRoot(node))
    throw new TooCostly('must not go through lists of the root ($) once per element');
  return place;
}

function growOfFunction(node: Extract<ExpressionNode, { type: 'Function' }>, place: Place): number {
  const { name, children } = node;
  if (!Object.hasOwn(FUNCTIONS, name)) throw new TooCostly(functionHint(name));
  if (place.perElement && children.some(reachesRoot))
    throw new TooCostly(`must not give parts of the root ($) to ${name}() once per element`);
  const [first, second, third] = children;
  const expected = EXPRESSION_ARGUMENT[name];
  if (expected !== undefined && children[expected]?.type !== 'ExpressionReference')
    throw new TooCostly(`must give ${name}() an expression (&…) as argument ${expected + 1}`);
  if (name === 'to_string' && first !== undefined && !isPath(first))
    throw new TooCostly('must give to_string() a field and nothing that is put together');
  if (name === 'join' && (textOf(first)?.length ?? LONGEST_SEPARATOR + 1) > LONGEST_SEPARATOR)
    throw new TooCostly(`must join() with a text of at most ${LONGEST_SEPARATOR} characters`);
  if (name === 'replace') {
    const [old, put] = [textOf(second), textOf(third)];
    if (old === null || put === null || old === '' || put.length > old.length)
      throw new TooCostly('must replace() a text by one that is no longer');
  }
  const growths = children.map((child, i) => {
    if (i !== expected || child.type !== 'ExpressionReference') return grow(child, place);
    return grow(child.child, perElement(child.child, { ...place, perElement: true }));
  });
  return name === 'map' ? growths.reduce((product, growth) => product * growth, 1) : sum(growths);
}

function textOf(node: ExpressionNode | undefined): string | null {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
}

function isPath(node: ExpressionNode): boolean {
  if (node.type === 'Subexpression' || node.type === 'IndexExpression')
    return isPath(node.left) && isPath(node.right);
  return ['Field', 'Current', 'Root', 'Index', 'Literal', 'Identity'].includes(node.type);
}

function reachesRoot(node: ExpressionNode): boolean {
  return node.type === 'Root' || childrenOf(node).some(reachesRoot);
}

/** Does a projection or a function stand between the root and what is taken of it? */
function iteratesOverRoot(node: ExpressionNode): boolean {
  const iterates = ['Projection', 'ValueProjection', 'FilterProjection', 'Flatten', 'Pipe'].includes(
    node.type,
  );
  return (iterates && reachesRoot(node)) || childrenOf(node).some(iteratesOverRoot);
}

function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  return Object.values(node).flatMap((part: unknown) =>
    (Array.isArray(part) ? (part as unknown[]) : [part]).filter(isNode),
  );
}

function isNode(part: unknown): part is ExpressionNode {
  return typeof part === 'object' && part !== null && typeof (part as { type?: unknown }).type === 'string';
}

function hidden(name: string): never {
  throw new TooCostly(`must not ask for "${name}"`);
}
