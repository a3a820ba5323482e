/**
 * All kinds, in the order in which clients are given to them.
 *
 * @module
 */

import type { Kind } from '../kind.ts';
import { floodKinds } from './floods.ts';
import { goodKinds } from './good.ts';
import { rudeKinds } from './rude.ts';
import { silentKinds } from './silent.ts';

export const kinds: readonly Kind[] = [...goodKinds, ...silentKinds, ...rudeKinds, ...floodKinds];
