/**
 * The typed lint, and the shape of files: how a file opens, what an index file holds, what core keeps out. Format and
 * the rest are Biome's; who may import whom stands in dependency-cruiser.config.js.
 */
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The keyword is a promise that only the compiler keeps. */
const accessibility = {
  selector: ':matches(PropertyDefinition, MethodDefinition)[accessibility=/private|public/]',
  message: 'Write #name instead of private, and nothing instead of public',
};

const moduleState = {
  selector:
    ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind!=const]',
  message: 'Variable of the module can change: state belongs to an object',
};

/** Biome keeps `export *` out. */
const indexOnly = {
  selector:
    'Program > :not(ExportNamedDeclaration[source]), ExportSpecifier:matches([local.name=default], [exported.name=default])',
  message: 'Index file holds something else than a named re-export',
};

/** Rules on comments, which selectors do not see. */
const comments = {
  rules: {
    opening: {
      create: (context) => ({
        Program(node) {
          const [opening] = context.sourceCode
            .getAllComments()
            .filter(({ type }) => type === 'Block');
          const code = context.sourceCode.getFirstToken(node)?.range[0] ?? Infinity;
          const isFirst = opening && opening.range[0] < code;
          if (isFirst && opening.value.startsWith('*') && opening.value.includes('@module')) return;
          context.report({ node, message: 'File does not open with a comment that has @module' });
        },
      }),
    },
    documented: {
      create: (context) => ({
        'Program > ExportNamedDeclaration > :matches(FunctionDeclaration, ClassDeclaration, TSInterfaceDeclaration)'(
          node,
        ) {
          const comments = context.sourceCode.getCommentsBefore(node.parent);
          const isDoc = ({ value }) => value.startsWith('*') && !value.includes('@module');
          if (comments.some(isDoc)) return;
          context.report({ node, message: `'${node.id.name}' is exported and has no doc comment` });
        },
      }),
    },
  },
};

export default defineConfig(
  globalIgnores(['packages/*/dist/']),
  {
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
      // It never rejects.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafePromises: [{ from: 'file', name: 'Closing' }] },
      ],
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
      'no-restricted-syntax': ['error', accessibility],
      // The import would stay in what is built: `import type` does not.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // A reference brings in types that the package's own tsconfig.json keeps out.
      '@typescript-eslint/triple-slash-reference': [
        'error',
        { path: 'never', types: 'never', lib: 'never' },
      ],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    plugins: { comments },
    rules: {
      'comments/opening': 'error',
      'comments/documented': 'error',
      'no-restricted-syntax': ['error', accessibility, moduleState],
    },
  },
  {
    files: ['packages/*/src/**/index.ts'],
    rules: { 'no-restricted-syntax': ['error', indexOnly] },
  },
  {
    // Time and entropy are arguments. The compiler keeps the globals of runtimes out of core; these ECMAScript has.
    files: ['packages/core/src/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'Date', 'Intl', 'globalThis'],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
    },
  },
  {
    // The one home of optional globals.
    files: ['packages/core/src/bytes/engine.ts'],
    rules: { 'no-restricted-globals': ['error', 'Date', 'Intl'] },
  },
);
