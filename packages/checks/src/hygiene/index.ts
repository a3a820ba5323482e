/**
 * The packages as they are published.
 *
 * @module
 */
export { checkHygiene } from './check-hygiene.ts';
export { checkInstalls } from './check-installs.ts';
export { judgeManifest, judgePublicManifest } from './judge-manifest.ts';
export { judgeContents, judgePackage } from './judge-package.ts';
export type { Manifest } from './manifest.ts';
export { listManifests, withVersions } from './with-versions.ts';
