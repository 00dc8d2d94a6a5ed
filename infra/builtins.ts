import { isBuiltin } from 'node:module';
import type { Plugin } from 'rolldown';

const MARK = '\0builtin:';

/**
 * Gives bundles Node's own modules without reading all that they export. An `import` of `node:crypto` or `node:fs` asks for each export at
 * once, and Node loads what stands behind them; a function that signs a request needs two of them. What is imported later stays as it is.
 */
export const builtins: Plugin = {
  name: 'builtins',
  resolveId(source, _importer, { kind }) {
    if (!isBuiltin(source) || kind === 'dynamic-import') return undefined;
    return { id: MARK + source.replace(/^node:/, ''), moduleSideEffects: false };
  },
  load(id) {
    if (!id.startsWith(MARK)) return undefined;
    return `module.exports = process.getBuiltinModule(${JSON.stringify(`node:${id.slice(MARK.length)}`)});`;
  },
};
