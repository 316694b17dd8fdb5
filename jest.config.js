/** One run, one line of command: `npm test`. Type checking is `tsc`'s work; here types are only stripped. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  // Other gateways, to be measured beside Pasar: nothing of theirs is read.
  modulePathIgnorePatterns: ['<rootDir>/tests/bench/gateways/peers/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
        },
      },
    ],
  },
  setupFiles: ['reflect-metadata', '<rootDir>/tests/support/silent-log.ts'],
  globalSetup: '<rootDir>/tests/support/global-setup.ts',
  testTimeout: 60_000,
  maxWorkers: 2,
};
