import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '@sansocket/workspace';
import ts from 'typescript';

/** Lines with code: not those of comments, of imports and re-exports, nor empty ones. */
function codeLines(text: string): number {
  const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2022, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (node.getChildCount(source) === 0 && node.getWidth(source) > 0) {
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      for (let line = lineOf(source, node); line <= last; line++) lines.add(line);
    }
    for (const child of node.getChildren(source)) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(source);
  return lines.size;
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line;
}

describe('codeLines()', () => {
  it('counts code alone', () => {
    const text =
      "/** a\n * b */\nimport {\n  a,\n} from 'a';\n\n// c\nconst b = `\n`;\nf(b); // d\n";
    expect(codeLines(text)).toBe(3);
  });
});

describe('an adapter', () => {
  // A stream of Node tells that bytes have left once all that it holds has, one of HTTP/2 is reset with a code, and Bun's
  // sockets have one set of handlers for all, and tell a reset to a reader only: each takes more. Another address than
  // that of the URL is theirs too.
  it.each([
    ['node', 275],
    ['deno', 150],
    ['bun', 260],
    ['web-streams', 150],
    // Its requests and answers are not bytes: it makes the opening handshake itself.
    ['http2', 410],
  ] as const)('of %s has under %i lines of code', (adapter, most) => {
    const folder = join(workspaceRoot, 'packages', adapter, 'src');
    // Types of the runtime itself, which a package could bring, are no work of the adapter, and what it does better
    // than portable code moves no bytes. The HTTP server and the TLS server of Node have sockets before there are
    // connections: a second thing to adapt to, which the others do not have. So is a relay, which has two streams, and the
    // proxy of a client.
    const servers = [
      'attach',
      'hand-back',
      'open-relay',
      'pending-stream',
      'tls-server',
      'tunnel',
      'upgrades',
      'when-answered',
    ];
    const left = adapter === 'http2' ? [] : [adapter, 'capabilities', ...servers];
    const others = left.map((name) => `${name}.ts`);
    const files = readdirSync(folder).filter((file) => !others.includes(file));
    const counts = files.map((file) => {
      return codeLines(readFileSync(join(folder, file), 'utf8'));
    });
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThan(most);
  });
});
