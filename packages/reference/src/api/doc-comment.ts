/**
 * Doc comments as text for a page.
 *
 * @module
 */
import ts from 'typescript';

/** The text of a doc comment; empty without one. */
export interface Doc {
  readonly text: string;
  readonly parameters: readonly { readonly name: string; readonly text: string }[];
  readonly returns: string;
  readonly throws: readonly string[];
}

/** The comment of a declaration. The comment of the file, above the first declaration, is not one. */
export function docOf(node: ts.Node): Doc {
  const comments = ts.getJSDocCommentsAndTags(node).filter((each) => ts.isJSDoc(each));
  const comment = comments.filter((each) => !each.getText().includes('@module')).at(-1);
  const tags = comment?.tags ?? [];
  return {
    text: textOf(comment?.comment),
    parameters: tags.flatMap((tag) => {
      if (!ts.isJSDocParameterTag(tag)) return [];
      return [{ name: tag.name.getText(), text: withoutDash(textOf(tag.comment)) }];
    }),
    returns: textOf(tags.find((tag) => ts.isJSDocReturnTag(tag))?.comment),
    // The parser takes the first word for a type: `@throws RangeError when …`.
    throws: tags.filter((tag) => ts.isJSDocThrowsTag(tag)).map(afterTag),
  };
}

/** The comment that opens a file, up to its first tag. */
export function moduleDocOf(tree: ts.SourceFile): string {
  const [comment = ''] = /^\/\*\*[\s\S]*?\*\//.exec(tree.text) ?? [];
  const lines = comment.slice(3, -2).split('\n');
  const text = lines.map((line) => line.replace(/^\s*\* ?/, '')).join('\n');
  return joinLines(text.replace(/@module[\s\S]*/, ''));
}

/** One paragraph a line; lists keep their lines. */
function joinLines(text: string): string {
  const paragraphs = text.trim().split(/\n{2,}/);
  return paragraphs.map((paragraph) => paragraph.replace(/\n(?!-)/g, ' ')).join('\n\n');
}

function textOf(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return joinLines(ts.getTextOfJSDocComment(comment) ?? '');
}

function withoutDash(text: string): string {
  return text.replace(/^- /, '');
}

function afterTag(tag: ts.JSDocTag): string {
  const lines = tag
    .getText()
    .replace(/^@\w+\s*/, '')
    .split('\n');
  return joinLines(lines.map((line) => line.replace(/^\s*\*?\s*/, '')).join('\n'));
}
