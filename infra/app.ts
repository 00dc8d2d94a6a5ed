/** The CDK app. The CDK's command line runs it, and the local mode runs it by itself; both get the same template. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ExampleStack } from '../examples/stack.ts';
import { bundleFunctions } from './bundle.ts';
import { CONTEXT } from './context.ts';
import { readSettings } from './settings.ts';
import { BelayStack } from './stack.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const app = new App({
  outdir: process.env.CDK_OUTDIR ?? join(root, 'cdk.out'),
  analyticsReporting: false,
  // Two seconds at every start. A test holds the templates against CloudFormation's schemas instead.
  builtinCloudFormationValidation: false,
  context: CONTEXT,
});
const context = (key: string): unknown => app.node.tryGetContext(key);

new BelayStack(app, 'Belay', {
  description: 'Belay: version management and safe rollouts for containers on Amazon ECS',
  settings: readSettings(context, process.env),
  functions: await bundleFunctions(),
  machines: join(root, 'state-machines'),
});
if (String(context('example')) !== 'false') new ExampleStack(app, 'BelayExample');

Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
