/**
 * The manifest of a package as it is published.
 *
 * @module
 */
import { listPackages } from '@sansocket/workspace';
import { type Manifest, readManifest } from './manifest.ts';

/** A manifest's text with a range of versions in the place of each `workspace:^`. */
export function withVersions(text: string, manifests: readonly Manifest[]): string {
  return text.replaceAll(/"([^"]+)": "workspace:\^"/g, (_, name: string) => {
    const version = manifests.find((manifest) => manifest.name === name)?.version;
    if (version === undefined) throw new Error(`No package of the workspace is called ${name}`);
    return `"${name}": "^${version}"`;
  });
}

/** The manifests of all packages. */
export function listManifests(root: string): Manifest[] {
  return listPackages(root).map((name) => readManifest(root, `packages/${name}`));
}
