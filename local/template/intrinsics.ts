/** CloudFormation's intrinsic functions. */
import { REGION } from '../kernel/account.ts';
import { isRecord } from './is-record.ts';
import { subParts } from './sub-text.ts';

/** Where names in a template lead. Each throws for a name that it does not know. */
export interface Scope {
  /** A parameter, a pseudo parameter or a resource; NO_VALUE for AWS::NoValue. */
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  /** `undefined` when the map has no such key. */
  mapping(map: string, first: string, second: string): unknown;
  importValue(exportName: string): string;
}

/** What AWS::NoValue resolves to: the property or list item is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

const ZONES = ['a', 'b', 'c'];

/** A value with every intrinsic function in it resolved. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return withoutDynamicReference(value);
  if (Array.isArray(value))
    return value.map((item: unknown) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  if (!isRecord(value)) return value;
  const call = callOf(value);
  if (call !== undefined) return apply(call.name, call.argument, scope);
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, resolve(item, scope)]);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}

/** The function that an object stands for, or `undefined` for a plain object. */
export function callOf(value: Readonly<Record<string, unknown>>): { name: string; argument: unknown } | undefined {
  const keys = Object.keys(value);
  const name = keys.find((key) => key === 'Ref' || key.startsWith('Fn::'));
  if (name === undefined || (name === 'Ref' && keys.length > 1)) return undefined;
  if (keys.length > 1) throw new Error(`${name} stands beside other keys (${keys.join(', ')})`);
  return { name, argument: value[name] };
}

function apply(name: string, argument: unknown, scope: Scope): unknown {
  const text = (value: unknown): string => textOf(name, resolve(value, scope));
  const list = (value: unknown): readonly unknown[] => listOf(name, resolve(value, scope));
  switch (name) {
    case 'Ref':
      return scope.ref(textOf(name, argument));
    case 'Fn::GetAtt': {
      const [id, attribute] = typeof argument === 'string' ? splitAtDot(argument) : sized(name, argument, 2);
      return scope.getAtt(textOf(name, id), text(attribute));
    }
    case 'Fn::Join': {
      const [separator, items] = sized(name, argument, 2);
      const texts = list(items).map((item) => textOf(name, item));
      return withoutDynamicReference(texts.join(textOf(name, separator)));
    }
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Select': {
      const [index, items] = sized(name, argument, 2);
      const place = Number(text(index));
      const chosen = list(items)[place];
      if (chosen === undefined) throw new Error(`Fn::Select has no item ${place}`);
      return chosen;
    }
    case 'Fn::Split': {
      const [separator, whole] = sized(name, argument, 2);
      return text(whole).split(textOf(name, separator));
    }
    case 'Fn::If': {
      const [condition, yes, no] = sized(name, argument, 3);
      return resolve(scope.condition(textOf(name, condition)) ? yes : no, scope);
    }
    case 'Fn::FindInMap': {
      const [map, first, second, options] = sized(name, argument, 3, 4);
      const found = scope.mapping(text(map), text(first), text(second));
      if (found !== undefined) return found;
      if (isRecord(options) && options.DefaultValue !== undefined) return resolve(options.DefaultValue, scope);
      throw new Error(`Fn::FindInMap finds no ${text(map)}.${text(first)}.${text(second)}`);
    }
    case 'Fn::ImportValue':
      return scope.importValue(text(argument));
    case 'Fn::Base64':
      return Buffer.from(text(argument)).toString('base64');
    case 'Fn::GetAZs': {
      const region = text(argument);
      return ZONES.map((zone) => `${region === '' ? REGION : region}${zone}`);
    }
    case 'Fn::Equals': {
      const [left, right] = sized(name, argument, 2);
      return sameValue(resolve(left, scope), resolve(right, scope));
    }
    case 'Fn::Not':
      return !truth(sized(name, argument, 1)[0], scope);
    case 'Fn::And':
      return sized(name, argument, 2, 10).every((one) => truth(one, scope));
    case 'Fn::Or':
      return sized(name, argument, 2, 10).some((one) => truth(one, scope));
    default:
      throw new Error(`the intrinsic function ${name} is not supported by local mode`);
  }
}

/** The truth of a condition function, or of `{"Condition": "Name"}` within one. */
export function truth(value: unknown, scope: Scope): boolean {
  if (isRecord(value) && Object.keys(value).length === 1 && typeof value.Condition === 'string') {
    return scope.condition(value.Condition);
  }
  const result = resolve(value, scope);
  if (typeof result !== 'boolean') throw new Error(`${JSON.stringify(value)} is no condition`);
  return result;
}

function substitute(argument: unknown, scope: Scope): string {
  const [template, variables] = typeof argument === 'string' ? [argument, {}] : sized('Fn::Sub', argument, 2);
  if (!isRecord(variables)) throw new Error('Fn::Sub takes its variables as an object');
  const parts = subParts(textOf('Fn::Sub', template)).map((part) => {
    if (part.kind === 'text') return part.text;
    if (Object.hasOwn(variables, part.name)) return textOf('Fn::Sub', resolve(variables[part.name], scope));
    const [id, attribute] = splitAtDot(part.name);
    return textOf('Fn::Sub', attribute === '' ? scope.ref(id) : scope.getAtt(id, attribute));
  });
  return withoutDynamicReference(parts.join(''));
}

/** `Id.Attribute`; an attribute may have dots of its own. */
export function splitAtDot(text: string): [id: string, attribute: string] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
}

function sized(name: string, argument: unknown, least: number, most = least): readonly unknown[] {
  if (Array.isArray(argument) && argument.length >= least && argument.length <= most) return argument;
  throw new Error(`${name} takes a list of ${least === most ? least : `${least} to ${most}`}`);
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${name} needs text, not ${value === NO_VALUE ? 'AWS::NoValue' : JSON.stringify(value)}`);
}

function listOf(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${name} needs a list, not ${JSON.stringify(value)}`);
}

/** CloudFormation compares numbers and booleans as text. */
function sameValue(left: unknown, right: unknown): boolean {
  const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return plain(left) === plain(right);
}

function withoutDynamicReference(text: string): string {
  const found = /\{\{resolve:[^}]*\}\}/.exec(text);
  if (found !== null)
    throw new Error(`the dynamic reference ${found[0]} is not supported by local mode; read it at run time`);
  return text;
}
