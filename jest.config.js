/** One project for all packages; ts-jest only transpiles, `pnpm typecheck` checks the types. */
export default {
  testMatch: ['<rootDir>/packages/*/test/**/*.test.ts'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['sansocket-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: '<rootDir>/packages/tsconfig.test.json' }],
  },
  moduleNameMapper: {
    '^sansocket$': '<rootDir>/packages/core/src/index.ts',
    '^sansocket/([a-z-]+)$': '<rootDir>/packages/core/src/$1/index.ts',
    '^@sansocket/testkit/([a-z-]+)$': '<rootDir>/packages/testkit/src/$1/index.ts',
    '^@sansocket/([a-z-]+)$': '<rootDir>/packages/$1/src/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/\\.cache/', '<rootDir>/packages/[^/]+/dist/'],
  cacheDirectory: '<rootDir>/.cache/jest',
  coverageProvider: 'babel',
  coverageDirectory: '<rootDir>/.cache/coverage',
  collectCoverageFrom: ['packages/core/src/**/*.ts'],
};
