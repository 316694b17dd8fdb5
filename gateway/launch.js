#!/usr/bin/env node
'use strict';
const { readFile } = require('node:fs/promises');
const Module = require('node:module');
const { dirname, join, resolve } = require('node:path');
const { build, stop } = require('esbuild');

const ROOT = join(__dirname, '..');

/** Files that stand beside a source are found there, wherever its code has gone. */
const sourceFolders = {
  name: 'source-folders',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replaceAll('__dirname', JSON.stringify(dirname(path))), loader: 'ts' };
    });
  },
};

/**
 * `node gateway/launch.js FILE.ts [arguments]`: runs a program as one module that is compiled in memory, which is
 * no step that someone could forget. Compiled file by file, a program calls a getter for each name that it has
 * of another file: a tenth of the gateway's work. Packages stay outside.
 */
async function launch(entry) {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    plugins: [sourceFolders],
    sourcemap: 'inline',
    write: false,
  });
  await stop(); // the compiler is a process of its own
  const program = new Module(entry, null);
  program.filename = entry;
  // Wherever the program itself stands, what it takes of this project has its packages here.
  program.paths = [...Module._nodeModulePaths(dirname(entry)), join(ROOT, 'node_modules')];
  process.argv[1] = entry;
  process.setSourceMapsEnabled(true);
  program._compile(outputFiles[0].text, entry);
}

if (require.main === module) {
  const [file] = process.argv.splice(2, 1);
  void launch(resolve(file));
}

module.exports = { launch };
