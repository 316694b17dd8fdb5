import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { readAccessRules } from '../../../gateway/auth/access-rules';
import { isMet, NEVER } from '../../../gateway/auth/requirement';
import { acceptSecurityFeatures } from '../../../gateway/auth/security-directives';
import { composeSupergraph } from '../../../schema/federation/compose';
import { actorOf } from '../../support/actors';
import { startGraphqlServer } from '../../../gateway/graphql-server';

const link = (imports: string, version = 'v2.5') =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/${version}", import: [${imports}])\n`;
const compose = (sdl: string) => composeSupergraph([{ name: 'one', url: 'http://one', sdl }]);
const auditor = actorOf({ role: 'AUDITOR' });
const officer = actorOf({ role: 'PP' });

describe('the rules of a supergraph', () => {
  it.each<[string, string, string]>([
    ['under its own name', '"@requiresScopes"', '@requiresScopes'],
    ['renamed', '{ name: "@requiresScopes", as: "@needs" }', '@needs'],
    ['by its full name', '"@key"', '@federation__requiresScopes'],
  ])('are read from a directive %s', (_, imports, directive) => {
    const rules = readAccessRules(
      compose(`${link(imports)} type Query { a: Int ${directive}(scopes: [["orders:audit"]]) b: Int }`),
    );
    expect(isMet(rules.of('Query', 'a'), auditor)).toBe(true);
    expect(isMet(rules.of('Query', 'a'), officer)).toBe(false);
    expect(isMet(rules.of('Query', 'a'), null)).toBe(false);
    expect(isMet(rules.of('Query', 'b'), null)).toBe(true);
  });

  it('of a field that two subgraphs give are those of both', () => {
    const sdl = (scope: string, name: string) =>
      `${link('"@shareable", "@requiresScopes"')}
       type Query { ${name}: T } type T @shareable { x: Int @requiresScopes(scopes: [["${scope}"]]) }`;
    const rules = readAccessRules(
      composeSupergraph([
        { name: 'one', url: 'http://one', sdl: sdl('orders:audit', 'a') },
        { name: 'two', url: 'http://two', sdl: sdl('orders:place', 'b') },
      ]),
    );
    expect([auditor, officer].map((actor) => isMet(rules.of('T', 'x'), actor))).toEqual([false, false]);
  });

  it.each<[string, string]>([
    ['a policy', '@policy(policies: [["a"]])'],
    ['no scopes', '@requiresScopes(scopes: [])'],
    ['scopes that are none', '@requiresScopes(scopes: [[1]])'],
    ['nothing', '@requiresScopes'],
    ['a policy in the words of newer composers', '@join__directive(graphs: [ONE], name: "policy", args: {})'],
  ])('that ask for %s are met by nobody', (_, directive) => {
    const rules = readAccessRules(
      `type Query { a: Int ${directive} b: T c: [T!]! } type T ${directive} { x: Int }`,
    );
    for (const [type, field] of [
      ['Query', 'a'],
      ['Query', 'b'],
      ['Query', 'c'],
      ['T', 'x'],
    ] as const) {
      expect(rules.of(type, field).never).toBe(NEVER.never);
      expect(isMet(rules.of(type, field), auditor)).toBe(false);
    }
  });

  it('of types hold through their interfaces, also where composition did not say so', () => {
    const rules = readAccessRules(`
      type Query { i: I j: J }
      interface I { f: String g: String }
      interface J { f: String }
      type A implements I & J { f: String @requiresScopes(scopes: [["orders:audit"]]) g: String }
      type B implements I @authenticated { f: String g: String }
    `);
    const asked = (type: string, field: string) =>
      [null, officer, auditor].map((actor) => isMet(rules.of(type, field), actor));
    expect(asked('Query', 'i')).toEqual([false, true, true]);
    expect(asked('Query', 'j')).toEqual([true, true, true]);
    expect(asked('I', 'f')).toEqual([false, false, true]);
    expect(asked('I', 'g')).toEqual([false, true, true]);
    expect(asked('J', 'f')).toEqual([false, false, true]);
    expect(asked('A', 'g')).toEqual([true, true, true]);
  });

  it('are put on interfaces by composition, which takes none there', () => {
    const imports = link('"@requiresScopes"');
    const rule = '@requiresScopes(scopes: [["a"]])';
    expect(() =>
      compose(`${imports} type Query { i: I } interface I ${rule} { f: Int } type T implements I { f: Int }`),
    ).toThrow(/cannot be applied on interfaces/);
    expect(
      compose(`${imports} type Query { i: I } interface I { f: Int } type T implements I ${rule} { f: Int }`),
    ).toMatch(/interface I\s+@join__type\(graph: ONE\)\s+@requiresScopes\(scopes: \[\["a"\]\]\)/);
  });
});

describe('a supergraph with features for security', () => {
  const start = (supergraphSdl: string) =>
    startGraphqlServer({
      supergraphSdl,
      dataSource: () => ({ process: () => Promise.resolve({ data: { b: 1 } }) }),
    });

  it('is served when they are those that are enforced', async () => {
    const sdl = compose(
      `${link('"@policy", "@authenticated"', 'v2.6')} type Query { a: Int @policy(policies: [["p"]]) b: Int c: Int @authenticated }`,
    );
    expect(sdl).toContain('for: SECURITY');
    expect(acceptSecurityFeatures(sdl)).not.toMatch(/@link\([^)]*for: SECURITY/);
    const server = await start(sdl);
    await server.stop();
  });

  it('is not served when there is one that is not', async () => {
    const { supergraphSdl = '' } = composeServices([
      { name: 'one', url: 'http://one', typeDefs: parse(`${link('"@key"')} type Query { b: Int }`) },
    ]);
    const foreign = supergraphSdl.replace(
      '@link(url: "https://specs.apollo.dev/join/',
      '@link(url: "https://example.com/vault/v1.0", for: SECURITY)\n  @link(url: "https://specs.apollo.dev/join/',
    );
    await expect(start(foreign)).rejects.toThrow(/vault.*for: SECURITY but is unsupported/s);
  });
});
