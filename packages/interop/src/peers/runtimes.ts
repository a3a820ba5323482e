/**
 * Where the programs of peers are.
 *
 * @module
 */

import { runtimePath } from '@sansocket/workspace';

/** The first line of Node that has `WebSocket`. */
export const nodePath: string = runtimePath('node22');
export const denoPath: string = runtimePath('deno');
export const bunPath: string = runtimePath('bun');
export const workerdPath: string = runtimePath('workerd');
/** Debian's Python, for which Debian has packages. */
export const pythonPath = '/usr/bin/python3';
