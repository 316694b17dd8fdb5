#!/usr/bin/env node
'use strict';
const { join } = require('node:path');

// Wherever it is called from, the sources are read as this project's.
process.env.TSX_TSCONFIG_PATH ??= join(__dirname, '../../tsconfig.json');
require('tsx/cjs');
require('./pasar.ts');
