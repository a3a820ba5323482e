/**
 * The doc comments of the options of an interface.
 *
 * @module
 */
import ts from 'typescript';
import { docOf } from '../api/index.ts';
import type { Source } from '../source.ts';

/** The text of each member, by name, with the members of the interfaces that it extends. */
export function docsOfOptions(
  sources: ReadonlyMap<string, Source>,
  file: string,
  type: string,
): ReadonlyMap<string, string> {
  const here = declarationsOf(sources.get(file));
  const found = here.get(type) ?? first(sources, type);
  if (found === undefined) throw new Error(`No interface ${type} for '${file}'`);
  const docs = new Map<string, string>();
  for (const { types } of found.heritageClauses ?? []) {
    for (const name of types.flatMap(namesIn)) {
      if (name === type || first(sources, name) === undefined) continue;
      for (const [member, text] of docsOfOptions(sources, file, name)) docs.set(member, text);
    }
  }
  for (const member of found.members) {
    if (member.name !== undefined) docs.set(member.name.getText(), docOf(member).text);
  }
  return docs;
}

/** The names of types in `extends`: of `Omit<X, 'a'>` too. */
function namesIn(type: ts.ExpressionWithTypeArguments): string[] {
  const inner = (type.typeArguments ?? []).map((each) => each.getText());
  return [type.expression.getText(), ...inner];
}

function first(
  sources: ReadonlyMap<string, Source>,
  type: string,
): ts.InterfaceDeclaration | undefined {
  for (const [path, source] of sources) {
    const found = path.includes('/src/') ? declarationsOf(source).get(type) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function declarationsOf(source: Source | undefined): ReadonlyMap<string, ts.InterfaceDeclaration> {
  const found = new Map<string, ts.InterfaceDeclaration>();
  for (const node of source?.tree.statements ?? []) {
    if (ts.isInterfaceDeclaration(node)) found.set(node.name.text, node);
  }
  return found;
}
