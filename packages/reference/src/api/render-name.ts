/**
 * One public name as a section of the page: its code, the text of its comment, its members.
 *
 * @module
 */

import { cell } from '@sansocket/workspace';
import ts from 'typescript';
import { type Doc, docOf } from './doc-comment.ts';
import type { PublicName } from './entry-point.ts';
import { hasModifier, headOf, oneLine, propertyOf, signatureOf } from './signature.ts';

type Row = readonly [code: string, meaning: string];

/** Interfaces of the same folder that have no section of their own, by name. */
export type HiddenInterfaces = ReadonlyMap<string, ts.InterfaceDeclaration>;

/** The section of a name, with its heading. */
export function renderName({ name, declarations }: PublicName, hidden: HiddenInterfaces): string {
  const parts = declarations.flatMap((node) => renderDeclaration(name, node, hidden));
  return [`### ${name}`, ...parts].filter((part) => part !== '').join('\n\n');
}

function renderDeclaration(name: string, node: ts.Statement, hidden: HiddenInterfaces): string[] {
  const doc = docOf(node);
  if (ts.isFunctionDeclaration(node)) {
    return [fence(signatureOf(node, name)), doc.text, list(doc)];
  }
  if (ts.isClassDeclaration(node)) {
    return [fence(headOf(node)), doc.text, table(node.members.flatMap((m) => classRow(name, m)))];
  }
  if (ts.isInterfaceDeclaration(node)) {
    return [fence(headOf(node)), doc.text, table(membersOf(node, hidden).map(memberRow))];
  }
  if (ts.isTypeAliasDeclaration(node)) return [fence(typeOf(node)), doc.text];
  if (ts.isVariableStatement(node)) return [...renderConstant(name, node), doc.text];
  return [];
}

/** A constant object with literal values is a table, any other constant its type. */
function renderConstant(name: string, node: ts.VariableStatement): string[] {
  const found = node.declarationList.declarations.find((each) => each.name.getText() === name);
  const { type, initializer } = found!;
  const value =
    initializer && ts.isAsExpression(initializer) ? initializer.expression : initializer;
  if (value && ts.isObjectLiteralExpression(value) && value.properties.every(hasPlainValue)) {
    const rows = value.properties.map((property) => {
      const { name: key, initializer: plain } = property as ts.PropertyAssignment;
      return [`${oneLine(key)}: ${oneLine(plain)}`, docOf(property).text] as const;
    });
    return [fence(type ? `const ${name}: ${oneLine(type)}` : `const ${name}`), table(rows)];
  }
  return [fence(`const ${type ? propertyOf(name, type, false) : `${name} = ${oneLine(value!)}`}`)];
}

function hasPlainValue(property: ts.ObjectLiteralElementLike): boolean {
  return ts.isPropertyAssignment(property) && !ts.isObjectLiteralExpression(property.initializer);
}

/** Its own members, then those that it inherits from interfaces which the page does not show. */
function membersOf(node: ts.InterfaceDeclaration, hidden: HiddenInterfaces): ts.TypeElement[] {
  const bases = node.heritageClauses?.flatMap(({ types }) => types) ?? [];
  const inherited = bases.flatMap(({ expression }) => {
    const base = hidden.get(expression.getText());
    return base ? membersOf(base, hidden) : [];
  });
  return [...node.members, ...inherited];
}

/** Empty for members that a user of the class cannot reach. */
function classRow(className: string, node: ts.ClassElement): Row[] {
  if (node.name && ts.isPrivateIdentifier(node.name)) return [];
  if (hasModifier(node, ts.SyntaxKind.ProtectedKeyword)) return [];
  const isStatic = hasModifier(node, ts.SyntaxKind.StaticKeyword);
  const name = `${isStatic ? `${className}.` : ''}${node.name?.getText() ?? className}`;
  const meaning = sentence(docOf(node));
  if (ts.isConstructorDeclaration(node) || ts.isMethodDeclaration(node)) {
    return [[signatureOf(node, name), meaning]];
  }
  if (ts.isGetAccessor(node)) return [[propertyOf(name, node.type, false), meaning]];
  if (ts.isSetAccessor(node)) {
    return [[`set ${propertyOf(name, node.parameters[0]?.type, false)}`, meaning]];
  }
  if (!ts.isPropertyDeclaration(node)) return [];
  return [[`${name}: ${node.type ? oneLine(node.type) : inferredType(node)}`, meaning]];
}

/** A property that never changes has its value for a type. */
function inferredType(node: ts.PropertyDeclaration): string {
  const { initializer } = node;
  const isReadonly = hasModifier(node, ts.SyntaxKind.ReadonlyKeyword);
  if (initializer && ts.isNumericLiteral(initializer) && !isReadonly) return 'number';
  return initializer ? oneLine(initializer) : 'unknown';
}

function memberRow(node: ts.TypeElement): Row {
  const name = node.name?.getText() ?? '';
  const optional = node.questionToken ? '?' : '';
  const meaning = sentence(docOf(node));
  if (ts.isMethodSignature(node)) return [signatureOf(node, `${name}${optional}`), meaning];
  const type = ts.isPropertySignature(node) ? node.type : undefined;
  return [propertyOf(name, type, optional !== ''), meaning];
}

/** The code of a type, as it is written: the comments of its parts explain them. */
function typeOf(node: ts.TypeAliasDeclaration): string {
  return node
    .getText()
    .replace(/^export /, '')
    .replace(/;$/, '')
    .replace(/readonly /g, '');
}

function fence(code: string): string {
  return `\`\`\`\n${code}\n\`\`\``;
}

function table(rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const lines = rows.map(
    ([code, meaning]) => `| \`${code.replaceAll('|', '\\|')}\` | ${meaning} |`,
  );
  return ['| member | meaning |', '| --- | --- |', ...lines].join('\n');
}

/** Parameters, result and misuse as a list below the text. */
function list({ parameters, returns, throws }: Doc): string {
  return [
    ...parameters.map(({ name, text }) => `- \`${name}\`: ${text}`),
    ...(returns === '' ? [] : [`- Returns: ${returns}`]),
    ...throws.map((text) => `- Throws: ${text}`),
  ].join('\n');
}

/** The same in one cell. */
function sentence({ text, parameters, returns, throws }: Doc): string {
  const parts = [
    text,
    ...parameters.map(({ name, text: meaning }) => `\`${name}\`: ${meaning}`),
    ...(returns === '' ? [] : [`Returns: ${returns}`]),
    ...throws.map((thrown) => `Throws: ${thrown}`),
  ];
  return parts
    .filter((part) => part !== '')
    .map(cell)
    .join('<br>');
}
