/** A CloudFormation template, as far as its own structure goes; values inside stay unresolved. */
import { isRecord } from './is-record.ts';

export interface Resource {
  readonly type: string;
  readonly properties: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly condition: string | undefined;
  readonly dependsOn: readonly string[];
}

export interface Output {
  readonly value: unknown;
  readonly exportName: unknown;
  readonly condition: string | undefined;
}

export interface Template {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly outputs: ReadonlyMap<string, Output>;
}

/** Rules guard the toolkit's bootstrap stack, of which there is none here. */
const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Resources',
  'Outputs',
];

/** Reads a template. Throws for sections that local mode does not know, such as Transform. */
export function parseTemplate(raw: unknown): Template {
  if (!isRecord(raw)) throw new Error('the template is no object');
  const stranger = Object.keys(raw).find((name) => !SECTIONS.includes(name));
  if (stranger !== undefined) throw new Error(`the template section ${stranger} is not supported by local mode`);
  const resources = Object.entries(section(raw, 'Resources')).map(([id, one]) => [id, resourceOf(id, one)] as const);
  const ids = new Set(resources.map(([id]) => id));
  for (const [id, { dependsOn }] of resources) {
    const missing = dependsOn.find((one) => !ids.has(one));
    if (missing !== undefined) throw new Error(`${id} has DependsOn ${missing}, which is not in the template`);
  }
  return {
    parameters: section(raw, 'Parameters'),
    conditions: section(raw, 'Conditions'),
    mappings: section(raw, 'Mappings'),
    resources: new Map(resources),
    outputs: new Map(Object.entries(section(raw, 'Outputs')).map(([id, one]) => [id, outputOf(id, one)])),
  };
}

function resourceOf(id: string, raw: unknown): Resource {
  if (!isRecord(raw) || typeof raw.Type !== 'string') throw new Error(`the resource ${id} has no Type`);
  const before: readonly unknown[] = Array.isArray(raw.DependsOn) ? raw.DependsOn : [raw.DependsOn ?? []].flat();
  return {
    type: raw.Type,
    properties: raw.Properties ?? {},
    metadata: isRecord(raw.Metadata) ? raw.Metadata : {},
    condition: typeof raw.Condition === 'string' ? raw.Condition : undefined,
    dependsOn: before.map(String),
  };
}

function outputOf(id: string, raw: unknown): Output {
  if (!isRecord(raw) || raw.Value === undefined) throw new Error(`the output ${id} has no Value`);
  return {
    value: raw.Value,
    exportName: isRecord(raw.Export) ? raw.Export.Name : undefined,
    condition: typeof raw.Condition === 'string' ? raw.Condition : undefined,
  };
}

function section(raw: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = raw[name] ?? {};
  if (!isRecord(value)) throw new Error(`the template section ${name} is no object`);
  return value;
}
