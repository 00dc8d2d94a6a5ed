/** Holds what an operation answers to the SDK's model: an answer that AWS could not give is a defect of the emulation. */
import type { Shape, Structure } from './sdk-model.ts';

/** An answer that the SDK's model does not allow. Never the caller's fault. */
export class ModelDefect extends Error {}

/** Values that AWS answers and the SDK's enums do not have: its pages list this stage, with hooks of its own. */
const BEYOND_THE_MODEL: readonly string[] = ['PRE_PRODUCTION_TRAFFIC_SHIFT'];

/** The answer with absent members left out and every timestamp a Date; numbers for timestamps are seconds since 1970. */
export function checkOutput(model: Structure, answer: unknown): Readonly<Record<string, unknown>> {
  return checkStructure(model, answer ?? {}, model.name);
}

function check(shape: Shape, value: unknown, path: string, allowed: readonly string[] | undefined): unknown {
  switch (shape.kind) {
    case 'string':
      if (typeof value !== 'string') throw defect(path, 'must be a string', value);
      if (allowed !== undefined && ![...allowed, ...BEYOND_THE_MODEL].includes(value))
        throw defect(path, `must be one of ${allowed}`, value);
      return value;
    case 'number':
    case 'boolean':
      if (typeof value !== shape.kind) throw defect(path, `must be a ${shape.kind}`, value);
      return value;
    case 'timestamp': {
      const date =
        value instanceof Date ? value : new Date(typeof value === 'number' ? Math.round(value * 1000) : Number.NaN);
      if (Number.isNaN(date.getTime())) throw defect(path, 'must be a Date or seconds since 1970', value);
      return date;
    }
    case 'blob':
      if (!(value instanceof Uint8Array)) throw defect(path, 'must be bytes', value);
      return value;
    case 'document':
      return value;
    case 'list':
      if (!Array.isArray(value)) throw defect(path, 'must be a list', value);
      return value.map((item: unknown, index) => check(shape.item(), item, `${path}[${index}]`, allowed));
    case 'map': {
      if (typeof value !== 'object' || value === null) throw defect(path, 'must be a map', value);
      const present = Object.entries(value).filter(([, item]) => item !== undefined);
      return Object.fromEntries(
        present.map(([key, item]) => [key, check(shape.value(), item, `${path}.${key}`, allowed)]),
      );
    }
    case 'structure':
      return checkStructure(shape, value, path);
    default:
      return shape satisfies never;
  }
}

function checkStructure(model: Structure, value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw defect(path, 'must be an object', value);
  const result: [string, unknown][] = [];
  for (const [name, given] of Object.entries(value)) {
    if (given === undefined) continue;
    const member = model.members.get(name);
    if (member === undefined) throw new ModelDefect(`${path} has no member ${name} in the SDK's model (${model.name})`);
    result.push([name, check(member.shape(), given, `${path}.${name}`, member.allowed)]);
  }
  const answer = Object.fromEntries(result);
  for (const member of model.members.values()) {
    if (member.required && !Object.hasOwn(answer, member.name)) throw new ModelDefect(`${path} lacks ${member.name}`);
  }
  return answer;
}

function defect(path: string, wanted: string, value: unknown): ModelDefect {
  return new ModelDefect(`${path} ${wanted}, not ${value === null ? 'null' : typeof value}`);
}
