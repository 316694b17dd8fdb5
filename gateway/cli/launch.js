#!/usr/bin/env node
'use strict';
const { join } = require('node:path');
const { launch } = require('../launch');

void launch(join(__dirname, 'pasar.ts'));
