import { checkExpression, compileExpression } from '../../../../adapters/protocols/rest/expression';

const ANSWER = {
  order: { id: 7, link: 'x', length: 30, name: 'kayu', values: [1], list: ['a', 'b'], text: 'kayu' },
};

describe('a name that every object of the language has', () => {
  const HIDDEN = [...Object.getOwnPropertyNames(Object.prototype), 'prototype'];

  it.each(HIDDEN)('%s is no field', (name) => {
    expect(checkExpression(`order.${name}`)).toBe(`must not ask for "${name}"`);
    expect(checkExpression(`order."${name}"`)).toBe(`must not ask for "${name}"`);
    expect(checkExpression(`"${name}"`)).toBe(`must not ask for "${name}"`);
    expect(checkExpression(`orders[?${name}].id`)).toBe(`must not ask for "${name}"`);
    expect(checkExpression(`map(&${name}, orders)`)).toBe(`must not ask for "${name}"`);
    expect(checkExpression(`{"${name}": order.id}`)).toBe(`must not ask for "${name}"`);
    expect(() => compileExpression(`order.${name}`)).toThrow('not checked');
  });

  it('includes those that give functions', () => {
    expect(HIDDEN).toEqual(expect.arrayContaining(['toString', 'valueOf', 'constructor', '__proto__']));
  });
});

describe('a name that lists and texts of the language have', () => {
  it.each([
    ['order.link', 'x'],
    ['order.length', 30],
    ['order.name', 'kayu'],
    ['order.values', [1]],
    ['order.list.length', null],
    ['order.list.map', null],
    ['order.list.at', null],
    ['order.text.length', null],
    ['order.text.link', null],
    ['order.text.at', null],
    ['order.id.toFixed', null],
    ['order.list[*].small', []],
    ["order.list.filter || 'none'", 'none'],
  ])('is a field like any other: %s is %j', (expression, expected) => {
    expect(checkExpression(expression)).toBeNull();
    expect(compileExpression(expression)(ANSWER)).toEqual(expected);
  });

  it('gives no function even where an object has one', () => {
    expect(compileExpression('order.does')({ order: { does: () => 1 } })).toBeNull();
  });
});

describe('what is worked out per element', () => {
  it.each([
    ['map(order, list)', 'must give map() an expression (&…) as argument 1'],
    ['map(list, &order)', 'must give map() an expression (&…) as argument 1'],
    ['sort_by(list, order)', 'must give sort_by() an expression (&…) as argument 2'],
    ['min_by(list, @)', 'must give min_by() an expression (&…) as argument 2'],
    ['max_by(list, order.by)', 'must give max_by() an expression (&…) as argument 2'],
    ['group_by(list, `{"expref": true}`)', 'must give group_by() an expression (&…) as argument 2'],
    ['group_by(list)', 'must give group_by() an expression (&…) as argument 2'],
  ])('is an expression and never data: %s', (expression, problem) => {
    expect(checkExpression(expression)).toBe(problem);
  });

  it.each(['map(&id, list)', 'sort_by(list, &id)', 'group_by(list, &to_string(id))'])(
    '%s is',
    (expression) => {
      expect(checkExpression(expression)).toBeNull();
    },
  );

  it('is not taken from data that looks like an expression', () => {
    const list = { expref: true, type: 'Field', name: 'id' };
    expect(compileExpression('length(list)')({ list })).toBe(3);
    expect(compileExpression('list.name')({ list })).toBe('id');
  });
});

describe('a negation', () => {
  it.each(['!order.id', 'orders[?!a.b]', '!order.*', '!order.list[0]', '!a.b && c'])(
    'of a path without brackets would be of its first name alone, and is refused: %s',
    (expression) => {
      expect(checkExpression(expression)).toBe('must have brackets after "!", as in !(a.b)');
    },
  );

  it.each([
    ['!(order.id)', false],
    ['!(order.none)', true],
    ['!order', false],
    ['!none && order.id', 7],
  ])('%s is %j', (expression, expected) => {
    expect(checkExpression(expression)).toBeNull();
    expect(compileExpression(expression)(ANSWER)).toBe(expected);
  });
});
