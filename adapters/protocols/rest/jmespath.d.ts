/** What is used of the library, whose own types are for ES modules alone. */
declare module '@jmespath-community/jmespath' {
  interface Pair {
    readonly left: Node;
    readonly right: Node;
  }
  type Node =
    | { readonly type: 'Current' | 'Identity' | 'Root' | 'Slice' | 'Index' }
    | { readonly type: 'Literal'; readonly value: unknown }
    | { readonly type: 'Field'; readonly name: string }
    | (Pair & {
        readonly type:
          | 'Subexpression'
          | 'IndexExpression'
          | 'Pipe'
          | 'Projection'
          | 'ValueProjection'
          | 'OrExpression'
          | 'AndExpression'
          | 'Comparator'
          | 'Arithmetic';
      })
    | (Pair & { readonly type: 'FilterProjection'; readonly condition: Node })
    | { readonly type: 'Flatten' | 'NotExpression' | 'ExpressionReference'; readonly child: Node }
    | { readonly type: 'Unary'; readonly operand: Node }
    | {
        readonly type: 'Ternary';
        readonly condition: Node;
        readonly trueExpr: Node;
        readonly falseExpr: Node;
      }
    | { readonly type: 'MultiSelectList'; readonly children: readonly Node[] }
    | {
        readonly type: 'MultiSelectHash';
        readonly children: readonly {
          readonly type: 'KeyValuePair';
          readonly name: string;
          readonly value: Node;
        }[];
      }
    | { readonly type: 'Function'; readonly name: string; readonly children: readonly Node[] }
    | { readonly type: 'LetExpression' | 'Binding' | 'Variable' };

  export type ExpressionNode = Node;
  /** Throws for what is no expression. */
  export function compile(expression: string): Node;
  export const TreeInterpreter: { search(node: Node, root: unknown): unknown };
}
