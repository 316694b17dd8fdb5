import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The law of the house, read from its source. */
const ROOT = join(__dirname, '..');
const ROOMS = ['adapters', 'schema', 'subgraphs', 'gateway', 'tests'] as const;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name === 'node_modules') return [];
    return entry.isDirectory()
      ? filesIn(path)
      : entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts')
        ? [path]
        : [];
  });
}

const sources: readonly SourceFile[] = ROOMS.flatMap(filesIn).map((path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const imports = [...text.matchAll(/(?:from|import|require\()\s*'(\.{1,2}\/[^']+)(?<!\.json)'/g)].map(
    ([, target]) => `${relative(ROOT, resolve(ROOT, dirname(path), target ?? ''))}.ts`,
  );
  return { path, text, imports };
});
const product = sources.filter(({ path }) => !path.startsWith('tests/'));
const roomOf = (path: string): number => ROOMS.findIndex((room) => path.startsWith(`${room}/`));
const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

it('has sources to read', () => {
  expect(product.length).toBeGreaterThan(80);
  expect(
    sources
      .flatMap(({ imports }) => imports)
      .filter((target) => !sources.some(({ path }) => path === target)),
  ).toEqual([]);
});

it('imports point only to the left: adapters, schema, subgraphs, gateway, tests', () => {
  const wrong = sources.flatMap(({ path, imports }) =>
    imports.filter((target) => roomOf(target) > roomOf(path)).map((target) => `${path} → ${target}`),
  );
  expect(wrong).toEqual([]);
});

it('no imports go round in a circle', () => {
  const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path))
      return void circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path)) return;
    for (const target of importsOf.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  expect(circles).toEqual([]);
});

it('protocols know no marketplace and no partner, and marketplaces know only the core and protocols', () => {
  const unknownHere = ['jatim-bejo', 'mbiz', 'ekatalog-lokal', 'partners', 'conformance'];
  const wrong = product.flatMap(({ path, imports }) => {
    const isProtocol = path.startsWith('adapters/protocols/') || path.startsWith('adapters/core/');
    return imports
      .filter((target) => isProtocol && unknownHere.some((name) => target.startsWith(`adapters/${name}/`)))
      .map((target) => `${path} → ${target}`);
  });
  expect(wrong).toEqual([]);
});

it('the registry knows the register of partners, and not the other way round', () => {
  const wrong = product.flatMap(({ path, imports }) =>
    imports
      .filter((target) => path.startsWith('subgraphs/partners/') && target.startsWith('subgraphs/registry/'))
      .map((target) => `${path} → ${target}`),
  );
  expect(wrong).toEqual([]);
});

it('the environment is read in config files only', () => {
  const readers = product.filter(({ text }) => code(text).includes('process.env')).map(({ path }) => path);
  expect(readers.filter((path) => !path.endsWith('/config.ts'))).toEqual([]);
});

it('every file of the product is used by another one or is started by a script', () => {
  const started = ['package.json', 'gateway/cli/launch.js']
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join();
  const used = new Set(product.flatMap(({ imports }) => imports));
  // Worker threads are started by their file's name.
  const workers = new Set(
    product.flatMap(({ text }) =>
      [...text.matchAll(/join\(__dirname, '([\w-]+\.ts)'\)/g)].map(([, name]) => name),
    ),
  );
  const unused = product.filter(
    ({ path }) =>
      !used.has(path) &&
      !started.includes(path) &&
      !started.includes(`'${path.split('/').at(-1) ?? ''}'`) &&
      !workers.has(path.split('/').at(-1)),
  );
  expect(unused.map(({ path }) => path)).toEqual([]);
});

it('no two declarations of files share the name of a class: compiled as one module, one would be renamed', () => {
  const declared = product.flatMap(({ text }) =>
    [...text.matchAll(/^(?:export )?(?:async )?(class|function|const|let|enum) (\w+)/gm)].map(
      ([, kind, name]) => ({ kind, name }),
    ),
  );
  // A GraphQL type and an error are called by the name of their class.
  const classes = new Set(declared.filter(({ kind }) => kind === 'class').map(({ name }) => name));
  const names = declared.filter(({ name }) => classes.has(name)).map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it('files are small: none over 400 lines, few over 200, half of them under 80', () => {
  const lines = product
    .map(({ path, text }) => [path, text.split('\n').length] as const)
    .sort(([, a], [, b]) => b - a);
  expect(lines.filter(([, count]) => count > 400)).toEqual([]);
  expect(lines.filter(([, count]) => count > 200).length).toBeLessThanOrEqual(8);
  expect(lines[Math.floor(lines.length / 2)]?.[1]).toBeLessThanOrEqual(80);
});

it('no type is silenced', () => {
  const silenced = sources.filter(({ text }) =>
    /:\s*any\b|\bas any\b|<any>|@ts-(?:ignore|nocheck|expect-error)/.test(code(text)),
  );
  expect(silenced.map(({ path }) => path).filter((path) => path !== 'tests/architecture.test.ts')).toEqual(
    [],
  );
});

it('folders are not named for what has no name', () => {
  expect(
    sources
      .map(({ path }) => path)
      .filter((path) => /\/(?:utils?|helpers?|common|misc|shared|types)(?:\/|\.ts)/.test(path)),
  ).toEqual([]);
});
