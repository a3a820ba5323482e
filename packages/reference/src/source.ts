/**
 * The sources of the workspace, parsed, for pages that are made of them.
 *
 * @module
 */

import { listFiles, readText } from '@sansocket/workspace';
import ts from 'typescript';

/** A parsed file. */
export interface Source {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** @param path - Relative to the workspace. */
export function parseSource(path: string, text: string): Source {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) };
}

/** Every source of the workspace. */
export function readSources(root: string): Source[] {
  return listFiles(root, 'packages', '.ts')
    .filter((path) => /^packages\/[^/]+\/src\//.test(path))
    .map((path) => parseSource(path, readText(root, path)));
}
