/**
 * The extensions that vectors name, for core: permessage-deflate inflates as the model does, and any
 * other one only claims the same bit.
 *
 * @module
 */

import { bitClaiming } from '@sansocket/engines/cases';
import { isLegalAnswer } from '@sansocket/testkit/model';
import type { Extension } from 'sansocket/extensions';
import { modelDeflate } from '../../model/support/model-deflate.ts';

/** By name; offered bare. */
export function extensionNamed(name: string): Extension {
  return name === 'permessage-deflate' ? permessageDeflate() : bitClaiming(name);
}

function permessageDeflate(): Extension {
  const extension = modelDeflate();
  return {
    ...extension,
    activate: (answer) => (isLegalAnswer(answer, [[]]) ? extension.activate(answer) : undefined),
  };
}
