import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { enumMembers } from '../../../local/wire/enum-members.ts';

const clients = [
  'cloudwatch',
  'dynamodb-streams',
  'ecr',
  'ecs',
  'elastic-load-balancing-v2',
  'eventbridge',
  'lambda',
  'scheduler',
  'secrets-manager',
  'sfn',
  'sqs',
];

test.each(clients)("the table of enums is what the SDK's types of client-%s declare", async (client) => {
  const folder = new URL(`../../../node_modules/@aws-sdk/client-${client}/`, import.meta.url);
  const module: Readonly<Record<string, unknown>> = await import(`@aws-sdk/client-${client}`);
  const shapes = shapesOf(module);
  const declared = new Map<string, Record<string, string>>();
  for (const [name, body] of interfacesIn(folder)) {
    const shape = shapes.get(name);
    if (shape === undefined) continue;
    const members = [...body.matchAll(/^ {4}(\w+)\??: ([^;]+);/gm)].flatMap(([, member = '', type = '']) => {
      const plain = type.replaceAll(' | undefined', '');
      const named = /^(\w+)(\[\])?$/.exec(plain)?.[1] ?? /^(?:Partial<)?Record<\w+, (\w+)>/.exec(plain)?.[1] ?? '';
      return shape.members.includes(member) && isEnum(module[named]) ? [[member, named] as const] : [];
    });
    if (members.length > 0) declared.set(name, Object.fromEntries(members));
  }
  const [namespace = ''] = [...shapes.values()].map((shape) => shape.namespace);
  expect(enumMembers[namespace]).toEqual(Object.fromEntries(declared));
});

/** Every structure that an operation's input or output reaches. */
function shapesOf(module: Readonly<Record<string, unknown>>) {
  const shapes = new Map<string, { namespace: string; members: string[] }>();
  const seen = new Set<unknown>();
  const visit = (reference: unknown): void => {
    const schema: unknown = typeof reference === 'function' ? reference() : reference;
    if (!Array.isArray(schema) || seen.has(schema)) return;
    seen.add(schema);
    const [code, namespace, name, , first, second]: unknown[] = schema;
    if (schema.length === 2) visit(code);
    else if (code === 1) visit(first);
    else if (code === 2 || code === 9) [first, second].forEach(visit);
    else if (Array.isArray(first) && Array.isArray(second)) {
      shapes.set(String(name), { namespace: String(namespace), members: first });
      second.forEach(visit);
    }
  };
  for (const value of Object.values(module)) if (Array.isArray(value) && value[0] === 9) visit(value);
  return shapes;
}

function* interfacesIn(folder: URL): Generator<[string, string]> {
  const models = new URL('dist-types/models/', folder);
  for (const file of readdirSync(models).filter((name) => name.startsWith('models_'))) {
    const text = readFileSync(new URL(file, models), 'utf8');
    for (const [, name = '', body = ''] of text.matchAll(/export interface (\w+)[^{]*\{([\s\S]*?)\n\}/g))
      yield [name, body];
  }
}

function isEnum(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === 'string')
  );
}
