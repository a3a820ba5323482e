/**
 * A generated file: written, or compared with the one in the tree.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writeText } from '@sansocket/workspace';
import type { Finding } from './finding.ts';

/**
 * Writes a generated file, or finds that the one in the tree differs from it.
 *
 * @param file - Relative to `root`.
 */
export function writeOrCompare(
  root: string,
  file: string,
  text: string,
  write: boolean,
): Finding[] {
  if (write) {
    writeText(root, file, text);
    return [];
  }
  if (existsSync(join(root, file)) && readText(root, file) === text) return [];
  return [{ file, line: 0, message: 'Not up to date: run pnpm generate' }];
}
