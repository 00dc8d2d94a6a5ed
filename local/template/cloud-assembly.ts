/** A synthesized cloud assembly (`cdk.out`): its stacks, nested assemblies of stages included. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from './is-record.ts';

export interface AssemblyStack {
  /** The name in CloudFormation. */
  readonly name: string;
  /** Hostile until parsed. */
  readonly template: unknown;
  /** Folder of the template; relative asset paths start here. */
  readonly directory: string;
  /** Names of the stacks that must be deployed before. */
  readonly dependsOn: readonly string[];
}

export interface CloudAssembly {
  readonly directory: string;
  readonly stacks: readonly AssemblyStack[];
}

/** Reads a `cdk.out` folder. Throws when the manifest or a template is missing or no JSON. */
export function readAssembly(directory: string): CloudAssembly {
  return { directory, stacks: stacksIn(directory) };
}

/** The stack of that name, or an error that lists those that there are. */
export function stackNamed(assembly: CloudAssembly, name: string): AssemblyStack {
  const stack = assembly.stacks.find((one) => one.name === name);
  if (stack !== undefined) return stack;
  const known = assembly.stacks.map((one) => one.name).join(', ');
  throw new Error(`${assembly.directory} has no stack ${name}; it has ${known === '' ? 'none' : known}`);
}

interface Artifact {
  readonly id: string;
  readonly type: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dependencies: readonly unknown[];
}

function stacksIn(directory: string): AssemblyStack[] {
  const path = join(directory, 'manifest.json');
  const artifacts = artifactsIn(path);
  const stacks = artifacts.filter((artifact) => artifact.type === 'aws:cloudformation:stack');
  const names = new Map(stacks.map(({ id, properties }) => [id, textOr(properties.stackName, id)]));
  const own = stacks.map(({ id, properties, dependencies }) => {
    const file = textOr(properties.templateFile, '');
    if (file === '') throw new Error(`${path}: the stack ${id} names no templateFile`);
    return {
      name: names.get(id) ?? id,
      template: readJson(join(directory, file)),
      directory,
      dependsOn: dependencies.flatMap((before) => names.get(String(before)) ?? []),
    };
  });
  const nested = artifacts.filter((artifact) => artifact.type === 'cdk:cloud-assembly');
  return [
    ...own,
    ...nested.flatMap(({ id, properties }) => stacksIn(join(directory, textOr(properties.directoryName, id)))),
  ];
}

function artifactsIn(path: string): Artifact[] {
  const manifest = readJson(path);
  if (!isRecord(manifest) || !isRecord(manifest.artifacts)) throw new Error(`${path} is no cloud assembly manifest`);
  return Object.entries(manifest.artifacts).map(([id, raw]) => {
    const { type, properties, dependencies }: Readonly<Record<string, unknown>> = isRecord(raw) ? raw : {};
    const before: readonly unknown[] = Array.isArray(dependencies) ? dependencies : [];
    return { id, type, properties: isRecord(properties) ? properties : {}, dependencies: before };
  });
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(
      `cannot read ${path} (${error instanceof Error ? error.message : error}); synthesize the app first`,
    );
  }
}
