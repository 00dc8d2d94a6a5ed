/** The SDK's own model of a service, read from the schemas that its client package exports at run time. */
import { enumMembers } from './enum-members.ts';
import { type ErrorModel, errorModelOf } from './error-model.ts';
import { type Traits, traitsOf } from './traits.ts';

export type SimpleKind = 'string' | 'number' | 'boolean' | 'blob' | 'timestamp' | 'document';

export type Shape =
  | { readonly kind: SimpleKind; readonly traits: Traits }
  | { readonly kind: 'list'; readonly item: () => Shape; readonly traits: Traits }
  | { readonly kind: 'map'; readonly key: () => Shape; readonly value: () => Shape; readonly traits: Traits }
  | Structure;

export interface Structure {
  readonly kind: 'structure';
  readonly name: string;
  readonly members: ReadonlyMap<string, Member>;
  /** Exactly one member may be set. */
  readonly union: boolean;
  readonly traits: Traits;
}

export interface Member {
  readonly name: string;
  readonly shape: () => Shape;
  readonly required: boolean;
  readonly traits: Traits;
  /** The values of an enum, also where the member is a list or a map of them. */
  readonly allowed: readonly string[] | undefined;
}

export interface OperationModel {
  readonly name: string;
  /** Method, path with `{labels}`, and status of the answer, in REST services. */
  readonly http: readonly [method: string, path: string, status: number] | undefined;
  readonly input: Structure;
  /** Without members where the operation answers nothing. */
  readonly output: Structure;
}

export interface ServiceModel {
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** By the exception's name and by its Query code. */
  readonly errors: ReadonlyMap<string, ErrorModel>;
}

const LIST = 64;
const MAP = 128;
const SIMPLE: Readonly<Record<number, SimpleKind>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  4: 'timestamp',
  5: 'timestamp',
  6: 'timestamp',
  7: 'timestamp',
  15: 'document',
  21: 'blob',
  42: 'blob',
};
const PLAIN = traitsOf(0);
const EMPTY: Structure = { kind: 'structure', name: 'Unit', members: new Map(), union: false, traits: PLAIN };

/** Reads the model of an imported client package, such as `import * as ecs from '@aws-sdk/client-ecs'`. */
export function modelOf(module: Readonly<Record<string, unknown>>): ServiceModel {
  const shapes = new Map<unknown, Shape>();
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, ErrorModel>();

  function simple(code: number): Shape {
    if (code & MAP) return { kind: 'map', key: () => simple(0), value: () => simple(code & ~MAP), traits: PLAIN };
    if (code & LIST) return { kind: 'list', item: () => simple(code & ~LIST), traits: PLAIN };
    const kind = SIMPLE[code];
    if (kind === undefined)
      throw new Error(`the SDK's model uses the simple type ${code}, which the wire does not know`);
    return { kind, traits: PLAIN };
  }

  function shapeOf(reference: unknown): Shape {
    const schema: unknown = typeof reference === 'function' ? reference() : reference;
    if (typeof schema === 'number') return simple(schema);
    if (!Array.isArray(schema)) return EMPTY;
    if (schema.length === 2) return shapeOf(schema[0]);
    const known = shapes.get(schema);
    if (known !== undefined) return known;
    const shape = complex(schema);
    shapes.set(schema, shape);
    return shape;
  }

  function complex(schema: readonly unknown[]): Shape {
    const [code, namespace, name, rawTraits, first, second, required] = schema;
    const traits = traitsOf(rawTraits);
    if (code === 0) return { ...shapeOf(first), traits };
    if (code === 1) return { kind: 'list', item: () => shapeOf(first), traits };
    if (code === 2) return { kind: 'map', key: () => shapeOf(first), value: () => shapeOf(second), traits };
    if (!Array.isArray(first) || !Array.isArray(second))
      throw new Error(`the SDK's model of ${name} is not understood`);
    const enums = enumMembers[String(namespace)]?.[String(name)] ?? {};
    const members = new Map<string, Member>();
    first.forEach((member: string, index) => {
      const reference: unknown = second[index];
      members.set(member, {
        name: member,
        shape: () => shapeOf(reference),
        required: index < Number(required ?? 0),
        traits: traitsOf(Array.isArray(reference) && reference.length === 2 ? reference[1] : 0),
        allowed: enumValues(module[enums[member] ?? '']),
      });
    });
    return { kind: 'structure', name: String(name), members, union: code === 4, traits };
  }

  function structureOf(reference: unknown): Structure {
    const shape = shapeOf(reference);
    return shape.kind === 'structure' ? shape : EMPTY;
  }

  for (const schema of Object.values(module)) {
    if (!Array.isArray(schema)) continue;
    const [code, , name, traits, input, output]: unknown[] = schema;
    if (code === 9) {
      const model = { name: String(name), http: traitsOf(traits).http, input: structureOf(input) };
      operations.set(String(name), { ...model, output: structureOf(output) });
    }
    const error = code === -3 ? errorModelOf(schema) : undefined;
    if (error !== undefined) {
      errors.set(error.name, error);
      if (error.queryCode !== undefined) errors.set(error.queryCode, error);
    }
  }
  return { operations, errors };
}

function enumValues(constant: unknown): readonly string[] | undefined {
  if (typeof constant !== 'object' || constant === null) return undefined;
  return Object.values(constant).filter((value) => typeof value === 'string');
}
