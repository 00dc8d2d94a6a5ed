import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Lambda's runtime brings the SDK along; everything else must be in the bundle. */
const OF_RUNTIME = /^@(aws-sdk|smithy)\//;

/**
 * Lets a bundle import only from its own folder. Without this a package that was left out of the bundle would be found in
 * this repository's node_modules, and be missed on AWS alone.
 */
export function importFromBundleOnly(folder: string): void {
  const inside = pathToFileURL(`${folder}/`).href;
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const leaves = context.parentURL?.startsWith(inside) === true && !resolved.url.startsWith(inside);
      if (leaves && resolved.url.startsWith('file:') && !OF_RUNTIME.test(specifier)) {
        const message = `Cannot find package '${specifier}' imported from ${context.parentURL}`;
        throw Object.assign(new Error(message), { code: 'ERR_MODULE_NOT_FOUND' });
      }
      return resolved;
    },
  });
}
