/**
 * `pnpm hygiene`: the packages' manifests, and what their users get.
 *
 * @module
 */
import { checkHygiene } from '../hygiene/index.ts';
import { helpWhereAsked, listPackages, report, workspaceRoot } from '../shared/index.ts';

helpWhereAsked();

report(checkHygiene(workspaceRoot), `${listPackages(workspaceRoot).length} packages are in order`);
