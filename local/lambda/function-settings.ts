import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { arn } from '../kernel/account.ts';
import { type Properties, physicalName, type ResourceContext } from '../template/provisioner.ts';
import { parseProperties } from './parse-properties.ts';

/** A function as its template wants it. */
export interface FunctionSettings {
  readonly name: string;
  /** Without a qualifier. */
  readonly arn: string;
  readonly role: string;
  /** Absolute folder with `index.mjs`. */
  readonly folder: string;
  /** `<file>.<export>` */
  readonly handler: string;
  readonly description: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** How many events run at once at most. */
  readonly concurrency: number;
  readonly logGroup: string;
  readonly logFormat: 'JSON' | 'Text';
  /** SHA-256 of the code, in base64. */
  readonly codeSha256: string;
  readonly codeSize: number;
}

/** Workers of one function at most: this machine is small. */
const MOST_WORKERS = 10;

const ignored = z.unknown().optional();
const schema = z.strictObject({
  FunctionName: z.string().optional(),
  Role: z.string(),
  Handler: z.string().regex(/^[\w./-]+\.\w+$/),
  Runtime: z.literal('nodejs24.x'),
  Description: z.string().default(''),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).default({}) }).optional(),
  Timeout: z.coerce.number().int().min(1).max(900).default(3),
  MemorySize: z.coerce.number().int().min(128).max(10_240).default(128),
  ReservedConcurrentExecutions: z.coerce.number().int().min(0).optional(),
  LoggingConfig: z
    .strictObject({
      LogGroup: z.string().optional(),
      LogFormat: z.enum(['JSON', 'Text']).default('Text'),
      ApplicationLogLevel: ignored,
      SystemLogLevel: ignored,
    })
    .optional(),
  PackageType: z.literal('Zip').optional(),
  // These say where AWS gets the code, or change nothing that a function can see here.
  Code: z.unknown(),
  Architectures: ignored,
  RuntimeManagementConfig: ignored,
  Tags: ignored,
  TracingConfig: ignored,
});

/** Reads the properties of an `AWS::Lambda::Function`, and the code that they name. */
export function functionSettings(properties: Properties, context: ResourceContext): FunctionSettings {
  const parsed = parseProperties(schema, properties);
  const name = parsed.FunctionName ?? physicalName(context);
  const asset = z.string().safeParse(context.metadata['aws:asset:path']);
  if (!asset.success) {
    throw new Error(`Code: function ${name} has no local asset. Give it one with Code.fromAsset or NodejsFunction.`);
  }
  const folder = resolve(context.directory, asset.data);
  const code = readCode(folder, parsed.Handler);
  return {
    name,
    arn: arn('lambda', `function:${name}`),
    role: parsed.Role,
    folder,
    handler: parsed.Handler,
    description: parsed.Description,
    variables: parsed.Environment?.Variables ?? {},
    timeoutSeconds: parsed.Timeout,
    memoryMb: parsed.MemorySize,
    concurrency: Math.min(MOST_WORKERS, parsed.ReservedConcurrentExecutions ?? MOST_WORKERS),
    logGroup: parsed.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    logFormat: parsed.LoggingConfig?.LogFormat ?? 'Text',
    codeSha256: createHash('sha256').update(code).digest('base64'),
    codeSize: code.length,
  };
}

function readCode(folder: string, handler: string): Buffer {
  const path = join(folder, `${handler.slice(0, handler.lastIndexOf('.'))}.mjs`);
  try {
    return readFileSync(path);
  } catch {
    throw new Error(`Handler: ${path} does not exist. Bundle the functions as ES modules, then synthesize again.`);
  }
}
