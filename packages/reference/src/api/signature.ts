/**
 * Declarations as one line of code, without their bodies.
 *
 * @module
 */
import ts from 'typescript';

/** `name(first: string, second?: number): void`; a constructor is `new Name(…)`. */
export function signatureOf(node: ts.SignatureDeclaration, name: string): string {
  const parameters = node.parameters.filter(isShown).map(parameterOf).join(', ');
  const types = node.typeParameters?.map(oneLine).join(', ');
  const generic = types === undefined ? '' : `<${types}>`;
  if (ts.isConstructorDeclaration(node)) return `new ${name}${generic}(${parameters})`;
  return `${name}${generic}(${parameters}): ${node.type ? oneLine(node.type) : 'void'}`;
}

/** `name: type`; an optional property is `name?: type`. */
export function propertyOf(name: string, type: ts.Node | undefined, optional: boolean): string {
  const text = type === undefined ? 'unknown' : oneLine(type);
  return optional ? `${name}?: ${text.replace(/ \| undefined$/, '')}` : `${name}: ${text}`;
}

/** `class Name extends Other`. */
export function headOf(node: ts.ClassDeclaration | ts.InterfaceDeclaration): string {
  const types = node.typeParameters?.map(oneLine).join(', ');
  const kind = ts.isInterfaceDeclaration(node) ? 'interface' : 'class';
  const abstract = hasModifier(node, ts.SyntaxKind.AbstractKeyword) ? 'abstract ' : '';
  const name = `${node.name?.text ?? ''}${types === undefined ? '' : `<${types}>`}`;
  return [`${abstract}${kind} ${name}`, ...(node.heritageClauses ?? []).map(oneLine)].join(' ');
}

/** A piece of code with its comments left out, in one line. */
export function oneLine(node: ts.Node): string {
  return node
    .getText()
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^\| /, '')
    .trim();
}

/** Whether a declaration has a modifier, such as `static`. */
export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

function parameterOf({ name, type, initializer, questionToken }: ts.ParameterDeclaration): string {
  const optional = questionToken !== undefined || initializer !== undefined;
  if (type) return propertyOf(oneLine(name), type, optional);
  const inferred = initializer && ts.isStringLiteral(initializer) ? 'string' : 'number';
  return `${oneLine(name)}?: ${inferred}`;
}

/** `this` is no argument that a caller gives. */
function isShown({ name }: ts.ParameterDeclaration): boolean {
  return name.getText() !== 'this';
}
