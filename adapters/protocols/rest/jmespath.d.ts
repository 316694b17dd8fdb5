/** What is used of the library, whose own types are for ES modules alone. */
declare module '@jmespath-community/jmespath' {
  interface Pair {
    readonly left: Node;
    readonly right: Node;
  }
  type Node =
    | { readonly type: 'Current' | 'Identity' | 'Root' }
    | { readonly type: 'Index'; readonly value: number }
    | {
        readonly type: 'Slice';
        readonly start: number | null;
        readonly stop: number | null;
        readonly step: number | null;
      }
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
          | 'AndExpression';
      })
    | (Pair & { readonly type: 'Comparator'; readonly name: 'EQ' | 'NE' | 'LT' | 'LTE' | 'GT' | 'GTE' })
    | (Pair & {
        readonly type: 'Arithmetic';
        readonly operator: 'Plus' | 'Minus' | 'Multiply' | 'Star' | 'Divide' | 'Div' | 'Modulo';
      })
    | (Pair & { readonly type: 'FilterProjection'; readonly condition: Node })
    | { readonly type: 'Flatten' | 'NotExpression' | 'ExpressionReference'; readonly child: Node }
    | { readonly type: 'Unary'; readonly operator: 'Plus' | 'Minus'; readonly operand: Node }
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
  /** The library's own evaluation, by which ours is tested. */
  export function search(data: unknown, expression: string): unknown;
}
