/** One project for all packages; ts-jest only transpiles, `pnpm check types` checks the types. */

/** Jest runs in the runtime that its tests are for. */
const runtime = 'Deno' in globalThis ? 'deno' : 'Bun' in globalThis ? 'bun' : 'node';

/** In Deno and in Bun: the machine, what every implementation is asked, and the adapter. */
const elsewhere = [
  'core/test/**',
  'legacy/test/**',
  'permessage-deflate/test/**',
  'testkit/test/laws/sansocket.test.ts',
  'testkit/test/vectors/core.test.ts',
  'web-streams/test/transport.test.ts',
  'node/test/**',
  'http2/test/**',
  'websocket/test/**',
  `${runtime}/test/**`,
];

/** What is measured by the heap of V8, which Deno has too: it is measured once. */
const measured =
  runtime === 'node'
    ? []
    : ['/(core/test/(laws|relay)/(allocation|bounded)|legacy/test/laws)\\.test\\.ts$'];

/**
 * Tests of tests and of engines, all cases of conformance, and every value of something, which take
 * long: `pnpm test --all` runs them, or their names.
 */
const long = [
  '/bench/test/runner/measure-row',
  '/conformance/test/(seeded-bugs|properties)\\.test',
  '/engines/test/(chromium|quickjs)',
  '/examples/test/echo-(client|server)-conformance',
  '/testkit/test/laws/(labels|planted-|snapshot-fields)',
  '/testkit/test/model/agreement/(headers|close-codes)',
];
const left = process.env.SHORT_TESTS === undefined ? measured : [...measured, ...long];

const tests = runtime === 'node' ? ['!(deno|bun)/test/**'] : elsewhere;

export default {
  // Jest would leave one processor idle. In Deno and Bun its workers do not start.
  maxWorkers: runtime === 'node' ? '100%' : 1,
  testMatch: tests.map((path) => `<rootDir>/packages/${path.replace(/\*\*$/, '**/*.test.ts')}`),
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['sansocket-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: '<rootDir>/packages/tsconfig.test.json' }],
  },
  moduleNameMapper: {
    '^sansocket$': '<rootDir>/packages/core/src/index.ts',
    '^sansocket/([a-z-]+)$': '<rootDir>/packages/core/src/entries/$1.ts',
    '^@sansocket/([a-z-]+)/([a-z-]+)$': '<rootDir>/packages/$1/src/$2/index.ts',
    '^@sansocket/([a-z-]+)$': '<rootDir>/packages/$1/src/index.ts',
  },
  testPathIgnorePatterns: ['/node_modules/', ...left],
  modulePathIgnorePatterns: ['<rootDir>/\\.cache/', '<rootDir>/packages/[^/]+/dist/'],
  // A machine that does much else at once is slow, and no test measures time.
  testTimeout: 600_000,
  // Tests that run at once mostly wait.
  maxConcurrency: 8,
  cacheDirectory: '<rootDir>/.cache/jest',
  coverageProvider: 'babel',
  coverageDirectory: '<rootDir>/.cache/coverage',
  collectCoverageFrom: ['packages/core/src/**/*.ts'],
};
