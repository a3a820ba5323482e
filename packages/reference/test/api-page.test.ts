import { describe, expect, it } from '@jest/globals';
import { renderApi } from '../src/api/index.ts';
import { parseSource } from '../src/source.ts';

/** The page of one package with one entry point, whose sources are given by their names. */
function pageOf(files: Readonly<Record<string, string>>): string {
  const sources = Object.entries(files).map(([name, text]) => {
    return parseSource(`packages/demo/src/${name}.ts`, text);
  });
  return renderApi(sources, [{ specifier: 'demo', file: 'packages/demo/src/index.ts' }]);
}

describe('renderApi()', () => {
  it('shows a function with its parameters, result and misuse', () => {
    const page = pageOf({
      index: "/** What it is. @module */\nexport { mask } from './mask.ts';",
      mask: `
        /**
         * Masks a chunk:
         * all of it.
         *
         * @param chunk - Not changed.
         * @returns A new array.
         * @throws RangeError when the
         *   key is short.
         */
        export function mask(chunk: Uint8Array, at = 0, key?: string): Uint8Array { return chunk; }`,
    });

    expect(page).toContain(`## demo

What it is.

### mask

\`\`\`
mask(chunk: Uint8Array, at?: number, key?: string): Uint8Array
\`\`\`

Masks a chunk: all of it.

- \`chunk\`: Not changed.
- Returns: A new array.
- Throws: RangeError when the key is short.
`);
  });

  it('shows what a user can reach of a class', () => {
    const page = pageOf({
      index: "export { Queue } from './queue.ts';",
      queue: `
        /** Bytes. */
        export class Queue extends Base {
          #length = 0;
          start = 0;
          /** In bytes. */
          get length(): number { return this.#length; }
          protected inside(): void {}
          /** Makes one. */
          static of(bytes: Uint8Array | undefined): Queue { return new Queue(); }
        }`,
    });

    expect(page).toContain(`class Queue extends Base
\`\`\`

Bytes.

| member | meaning |
| --- | --- |
| \`start: number\` |  |
| \`length: number\` | In bytes. |
| \`Queue.of(bytes: Uint8Array \\| undefined): Queue\` | Makes one. |
`);
  });

  it('shows the members that an interface has from one without a section', () => {
    const page = pageOf({
      index: "export type { Options } from './options.ts';",
      options: 'export interface Options extends Rules { readonly copy?: boolean | undefined }',
      rules: 'export interface Rules {\n/** Who decodes. */\nreadonly role: string }',
    });

    expect(page).toContain('| `copy?: boolean` |  |\n| `role: string` | Who decodes. |\n');
  });

  it('shows the values of a constant object, and the type of any other', () => {
    const page = pageOf({
      index: "export { Code, RULES } from './code.ts';",
      code: `
        export const Code = {
          /** Clean. */
          normal: 1000,
        } as const;
        export type Code = (typeof Code)[keyof typeof Code];
        export const RULES: readonly string[] = make();`,
    });

    expect(page).toContain('| `normal: 1000` | Clean. |');
    expect(page).toContain('type Code = (typeof Code)[keyof typeof Code]');
    expect(page).toContain('const RULES: readonly string[]');
  });

  it('describes a name in the folder that declares it', () => {
    const sources = [
      parseSource('packages/demo/src/index.ts', "export { a } from './one/index.ts';"),
      parseSource('packages/demo/src/one/index.ts', "export { a } from './a.ts';"),
      parseSource('packages/demo/src/one/a.ts', 'export function a(): void {}'),
    ];
    const page = renderApi(sources, [
      { specifier: 'demo', file: 'packages/demo/src/index.ts' },
      { specifier: 'demo/one', file: 'packages/demo/src/one/index.ts' },
    ]);

    expect(page).toContain('## demo\n\nDescribed elsewhere: [`a`](#a).');
    expect(page.match(/^### a$/gm)).toHaveLength(1);
  });

  it('finds what another package declares', () => {
    const sources = [
      parseSource('packages/demo/src/index.ts', "export type { A } from '@sansocket/other';"),
      parseSource('packages/other/src/index.ts', "export type { A } from './a.ts';"),
      parseSource('packages/other/src/a.ts', 'export interface A {}'),
    ];
    const page = renderApi(sources, [{ specifier: 'demo', file: 'packages/demo/src/index.ts' }]);

    expect(page).toContain('Described elsewhere: [`A`](#a).');
  });

  it('fails when an index hands out what nobody declares', () => {
    expect(() => pageOf({ index: "export { gone } from './mask.ts';", mask: '' })).toThrow(
      "'packages/demo/src/mask.ts' declares no 'gone'",
    );
  });
});
