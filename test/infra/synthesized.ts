import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import { CONTEXT } from '../../infra/context.ts';
import { ENTRIES } from '../../infra/function-names.ts';
import { readSettings } from '../../infra/settings.ts';
import { BelayStack } from '../../infra/stack.ts';

export const MACHINES = fileURLToPath(new URL('../../state-machines', import.meta.url));

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An app with Belay's stack in it, whose functions are empty. Gone from the disk when the tests of the file are over. */
export function anApp(
  context: Readonly<Record<string, unknown>> = {},
  builtinCloudFormationValidation = false,
): { readonly app: App; readonly belay: BelayStack } {
  const folder = mkdtempSync(join(tmpdir(), 'belay-infra-'));
  folders.push(folder);
  const functions = join(folder, 'functions');
  for (const name of ENTRIES) {
    mkdirSync(join(functions, name), { recursive: true });
    writeFileSync(join(functions, name, 'index.mjs'), `export const handler = () => '${name}';`);
  }
  const app = new App({
    outdir: join(folder, 'cdk.out'),
    analyticsReporting: false,
    builtinCloudFormationValidation,
    context: { ...CONTEXT, ...context },
  });
  const settings = readSettings((key) => app.node.tryGetContext(key), {});
  return { app, belay: new BelayStack(app, 'Belay', { settings, functions, machines: MACHINES }) };
}

/** The template of Belay's stack. */
export function aTemplate(context: Readonly<Record<string, unknown>> = {}): Template {
  return Template.fromStack(anApp(context).belay);
}
