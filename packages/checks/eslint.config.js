/**
 * The typed lint: what only a type checker can see. Format, imports and the rest are Biome's.
 */
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(globalIgnores(['packages/*/dist/']), {
  files: ['packages/*/{src,test}/**/*.ts'],
  extends: [tseslint.configs.strictTypeChecked],
  linterOptions: { reportUnusedDisableDirectives: 'error' },
  languageOptions: {
    parserOptions: {
      project: ['../tsconfig.test.json', '../playground/tsconfig.json'],
      tsconfigRootDir: import.meta.dirname,
    },
  },
  rules: {
    // `!` stands for an index that the same line or loop head bounds.
    '@typescript-eslint/no-non-null-assertion': 'off',
    // Numbers read well in messages; everything else is still reported.
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    // `return fail();` ends a branch of a function that returns nothing.
    '@typescript-eslint/no-confusing-void-expression': [
      'error',
      { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
    ],
    // What is taken out of an object to be left out is used by that.
    '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    '@typescript-eslint/switch-exhaustiveness-check': [
      'error',
      { considerDefaultExhaustiveForUnions: true },
    ],
    // The keyword is a promise that only the compiler keeps.
    'no-restricted-syntax': [
      'error',
      {
        selector: ':matches(PropertyDefinition, MethodDefinition)[accessibility=/private|public/]',
        message: 'Write #name instead of private, and nothing instead of public',
      },
    ],
  },
});
