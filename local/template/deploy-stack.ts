/** Deploys one stack of a cloud assembly on the local AWS: each resource by the provisioner of its type, in order. */
import type { StateFiles } from '../kernel/state-files.ts';
import { type CloudAssembly, stackNamed } from './cloud-assembly.ts';
import { creationOrder } from './creation-order.ts';
import { inertTypes } from './inert-types.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { isRecord } from './is-record.ts';
import { parameterValues } from './parameters.ts';
import type { Provisioned, Provisioner } from './provisioner.ts';
import { referencesIn } from './references.ts';
import { loadExports, loadStack, type StackRecord, saveExports, saveStack } from './stack-record.ts';
import { stackScope } from './stack-scope.ts';
import { parseTemplate, type Resource, type Template } from './template.ts';

export interface DeployStackOptions {
  readonly assembly: CloudAssembly;
  readonly stack: string;
  /** Values by parameter name; the template's defaults for the others. */
  readonly parameters: Readonly<Record<string, string>>;
  /** By resource type; they come before the types that are made in name only. */
  readonly provisioners: Readonly<Record<string, Provisioner>>;
  readonly files: StateFiles;
  readonly log: (message: string) => void;
}

export interface DeployedStack {
  readonly outputs: Readonly<Record<string, string>>;
  /** By logical id. */
  readonly resources: ReadonlyMap<string, Provisioned>;
  /** What the last run made and the template no longer has; its data stays until a reset. */
  readonly vanished: readonly { readonly logicalId: string; readonly type: string }[];
}

/** Throws an error that names the stack, the logical id and the type; what was made before it stays, and is recorded. */
export async function deployStack(options: DeployStackOptions): Promise<DeployedStack> {
  const { assembly, stack, files, log } = options;
  const { template: raw, directory } = stackNamed(assembly, stack);
  const before = loadStack(files, stack);
  const made = new Map<string, Provisioned>();
  const { template, scope } = within(`stack ${stack}`, () => {
    const template = parseTemplate(raw);
    const parameters = parameterValues(template.parameters, options.parameters);
    const importValue = (name: string): string => exportedValue(files, name);
    return { template, scope: stackScope({ stack, template, parameters, made, importValue }) };
  });
  const wanted = within(`stack ${stack}`, () => wantedResources(template, scope));
  const provisioners = provisionersFor(stack, wanted, options.provisioners);

  const records: Record<string, StackRecord['resources'][string]> = { ...before.resources };
  for (const logicalId of within(`stack ${stack}`, () => orderOf(wanted, scope))) {
    const resource = wanted.get(logicalId);
    const provisioner = provisioners.get(logicalId);
    if (resource === undefined || provisioner === undefined) continue;
    const { type, metadata } = resource;
    const last = before.resources[logicalId];
    const previous = last?.type === type ? last.provisioned : undefined;
    const provisioned = await withinAsync(`stack ${stack}: ${logicalId} (${type})`, async () => {
      const properties = resolve(resource.properties, scope);
      if (!isRecord(properties)) throw new Error('Properties is no object');
      return provisioner.provision(properties, { stack, logicalId, metadata, directory, previous });
    });
    made.set(logicalId, provisioned);
    records[logicalId] = { type, provisioned };
    saveStack(files, stack, { resources: records, outputs: before.outputs });
  }

  const vanished = Object.entries(before.resources)
    .filter(([logicalId, { type }]) => wanted.get(logicalId)?.type !== type)
    .map(([logicalId, { type }]) => ({ logicalId, type }));
  for (const { logicalId, type } of vanished) {
    log(`stack ${stack} no longer has ${logicalId} (${type}); what it kept stays until --reset`);
    if (!wanted.has(logicalId)) delete records[logicalId];
  }
  const outputs = outputsOf(options, template, scope);
  saveStack(files, stack, { resources: records, outputs });
  return { outputs, resources: made, vanished };
}

function wantedResources(template: Template, scope: Scope): ReadonlyMap<string, Resource> {
  const present = [...template.resources].filter(
    ([, { condition }]) => condition === undefined || scope.condition(condition),
  );
  return new Map(present);
}

/** Finds every provisioner before the first resource is made, and names all types that have none at once. */
function provisionersFor(
  stack: string,
  wanted: ReadonlyMap<string, Resource>,
  given: Readonly<Record<string, Provisioner>>,
): ReadonlyMap<string, Provisioner> {
  const known: Readonly<Record<string, Provisioner>> = { ...inertTypes, ...given };
  const found = [...wanted].map(
    ([id, { type }]) => [id, type, Object.hasOwn(known, type) ? known[type] : undefined] as const,
  );
  const missing = found.filter(([, , provisioner]) => provisioner === undefined).map(([id, type]) => `${id} (${type})`);
  if (missing.length > 0)
    throw new Error(`stack ${stack}: local mode does not know the resource type of ${missing.join(', ')}`);
  return new Map(
    found.flatMap(([id, , provisioner]) => (provisioner === undefined ? [] : [[id, provisioner] as const])),
  );
}

function orderOf(wanted: ReadonlyMap<string, Resource>, scope: Scope): readonly string[] {
  const condition = (name: string): boolean => scope.condition(name);
  const needs = [...wanted].map(([id, { properties, dependsOn }]): [string, readonly string[]] => {
    return [id, [...dependsOn, ...referencesIn(properties, condition)]];
  });
  return creationOrder(new Map(needs));
}

function outputsOf({ stack, files }: DeployStackOptions, template: Template, scope: Scope): Record<string, string> {
  const outputs: Record<string, string> = {};
  const exports: Record<string, string> = {};
  for (const [name, { value, exportName, condition }] of template.outputs) {
    within(`stack ${stack}: output ${name}`, () => {
      if (condition !== undefined && !scope.condition(condition)) return;
      outputs[name] = String(resolve(value, scope));
      if (exportName !== undefined) exports[String(resolve(exportName, scope))] = outputs[name];
    });
  }
  within(`stack ${stack}`, () => saveExports(files, stack, exports));
  return outputs;
}

function exportedValue(files: StateFiles, name: string): string {
  const exports = loadExports(files);
  const entry = Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (entry !== undefined) return entry.value;
  throw new Error(`No export named ${name} found; deploy the stack that exports it first`);
}

function within<Result>(place: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw placed(place, error);
  }
}

async function withinAsync<Result>(place: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw placed(place, error);
  }
}

function placed(place: string, error: unknown): Error {
  return new Error(`${place}: ${error instanceof Error ? error.message : error}`, { cause: error });
}
