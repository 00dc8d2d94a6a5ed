import { type CloudAssembly, stackNamed } from '../../local/template/cloud-assembly.ts';

interface Json {
  [key: string]: unknown;
}

/** A parsed template, to be changed in place. */
export interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Json }>;
}

/** The parsed template of a stack. A cast, because the synthesized template is free JSON that only the tests' own names tell about. */
export function templateOf(assembly: CloudAssembly, stack: string): Template {
  return stackNamed(assembly, stack).template as Template;
}

/** Puts a value into the one resource of a type whose logical id begins so; `path` leads through its properties. */
export function put(template: Template, type: string, prefix: string, path: readonly string[], value: unknown): void {
  const last = path.at(-1) ?? '';
  const within = path.slice(0, -1).reduce<Json>(
    (json, key) => {
      const next = json[key];
      if (typeof next !== 'object' || next === null) throw new Error(`${prefix} has no ${path.join('.')}`);
      return asJson(next);
    },
    one(template, type, prefix).Properties,
  );
  if (!(last in within)) throw new Error(`${prefix} has no ${path.join('.')}`);
  within[last] = value;
}

/** Takes a resource out. */
export function takeOut(template: Template, type: string, prefix: string): void {
  const [id] = idsOf(template, type, prefix);
  one(template, type, prefix);
  if (id !== undefined) delete template.Resources[id];
}

/** Takes out of a role's policy all statements that allow an action. */
export function forbid(template: Template, rolePrefix: string, action: string): void {
  const policy = asJson(one(template, 'AWS::IAM::Policy', rolePrefix).Properties.PolicyDocument ?? {});
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [];
  const left = statements.filter((statement) => ![asJson(statement).Action].flat().includes(action));
  if (left.length === statements.length) throw new Error(`${rolePrefix} does not allow ${action}`);
  policy.Statement = left;
}

/** Changes the text of a state machine's definition, everywhere where it stands. */
export function redefine(template: Template, prefix: string, from: string, to: string): void {
  const { Properties: properties } = one(template, 'AWS::StepFunctions::StateMachine', prefix);
  const definition = String(properties.DefinitionString);
  if (!definition.includes(from)) throw new Error(`${prefix} does not say ${from}`);
  properties.DefinitionString = definition.replace(from, to);
}

/** Changes a text of a resource, everywhere where it stands in its properties. */
export function reword(template: Template, type: string, prefix: string, from: RegExp, to: string): void {
  const { Properties: properties } = one(template, type, prefix);
  const text = JSON.stringify(properties);
  const changed = text.replaceAll(from, to);
  if (changed === text) throw new Error(`${prefix} does not say ${from}`);
  Object.assign(properties, asJson(JSON.parse(changed)));
}

function one(template: Template, type: string, prefix: string): { readonly Properties: Json } {
  const ids = idsOf(template, type, prefix);
  const found = template.Resources[ids[0] ?? ''];
  if (found === undefined || ids.length > 1) throw new Error(`${ids.length} resources ${prefix} of type ${type}`);
  return found;
}

function idsOf(template: Template, type: string, prefix: string): string[] {
  return Object.keys(template.Resources).filter((id) => id.startsWith(prefix) && template.Resources[id]?.Type === type);
}

/** Free JSON: any object of a template may be looked into. */
function asJson(value: object): Json {
  return value as Json;
}
