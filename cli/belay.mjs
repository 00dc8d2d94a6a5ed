#!/usr/bin/env node
/** The `belay` command. It needs Node 24 for TypeScript; an older one hands over to the project's own. */
if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import('./main.ts');
} else {
  process.argv.splice(2, 0, 'cli/main.ts');
  await import('../bin/run.mjs');
}
