/**
 * Rules on one file by itself: its length, its opening, and what it may not hold.
 *
 * @module
 */
import ts from 'typescript';
import type { Finding } from '../shared/index.ts';
import { lineOf, type Source } from './source.ts';

/** Lines from which a file is asked for a reason. Most have 30 to 150; a longer one mostly holds two concepts. */
export const usualLines = 250;

/** Where the reason stands: concepts decide where a file ends, and this line asks a reviewer whether it is one. */
const REASON = /^ \* Longer than most: \S.*$/m;

/** What is wrong with the shape of a file. */
export function judgeShape(source: Source): Finding[] {
  const findings = judgeReferences(source);
  if (source.area !== 'src') return findings;
  findings.push(...judgeOpening(source), ...judgeModuleState(source));
  if (source.path.endsWith('/index.ts')) findings.push(...judgeIndex(source));
  return findings;
}

/** A file that is longer than usual and does not say why. That is for a reviewer to judge, and fails nothing. */
export function warnOfLength({ path, text }: Source): Finding[] {
  const lines = text.split('\n').length - 1;
  if (lines <= usualLines || REASON.test(text)) return [];
  const message = `File has ${lines} lines, more than ${usualLines}, and no line 'Longer than most: …' says why`;
  return [{ file: path, line: lines, message }];
}

/** A reference brings in types that the package's own tsconfig.json keeps out. */
function judgeReferences({ path, tree }: Source): Finding[] {
  return [
    ...tree.referencedFiles,
    ...tree.typeReferenceDirectives,
    ...tree.libReferenceDirectives,
  ].map(({ pos, fileName }) => ({
    file: path,
    line: tree.getLineAndCharacterOfPosition(pos).line + 1,
    message: `Triple-slash reference to '${fileName}'`,
  }));
}

function judgeOpening({ path, text }: Source): Finding[] {
  const [opening = ''] = text.replace(/^#!.*\n/, '').split('*/', 1);
  if (opening.startsWith('/**') && opening.includes('@module')) return [];
  return [{ file: path, line: 1, message: 'File does not open with a comment that has @module' }];
}

function judgeModuleState({ path, tree }: Source): Finding[] {
  return tree.statements
    .filter(ts.isVariableStatement)
    .filter(({ declarationList }) => !(declarationList.flags & ts.NodeFlags.Const))
    .map((statement) => ({
      file: path,
      line: lineOf(tree, statement),
      message: 'Variable of the module can change: state belongs to an object',
    }));
}

function judgeIndex({ path, tree }: Source): Finding[] {
  return tree.statements
    .filter((node) => !isNamedReexport(node))
    .map((node) => ({
      file: path,
      line: lineOf(tree, node),
      message: 'Index file holds something else than a named re-export',
    }));
}

function isNamedReexport(node: ts.Statement): boolean {
  return (
    ts.isExportDeclaration(node) &&
    node.moduleSpecifier !== undefined &&
    node.exportClause !== undefined &&
    ts.isNamedExports(node.exportClause) &&
    node.exportClause.elements.every(({ name, propertyName }) => {
      return name.text !== 'default' && propertyName?.text !== 'default';
    })
  );
}
