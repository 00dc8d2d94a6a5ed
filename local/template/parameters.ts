/** Template parameters: defaults and overrides, held to their constraints. */
import { isRecord } from './is-record.ts';

export type ParameterValue = string | readonly string[];

/** Values by name. A parameter that reads SSM has none unless it is given one: local mode has no such store. */
export function parameterValues(
  declared: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, ParameterValue> {
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(declared, name));
  if (stranger !== undefined) {
    throw new Error(`the template has no parameter ${stranger}; it has ${Object.keys(declared).join(', ') || 'none'}`);
  }
  const values = new Map<string, ParameterValue>();
  for (const [name, raw] of Object.entries(declared)) {
    const declaration = isRecord(raw) ? raw : {};
    const type = String(declaration.Type ?? 'String');
    const readsSsm = type.startsWith('AWS::SSM::Parameter::');
    const text =
      given[name] ?? (readsSsm || declaration.Default === undefined ? undefined : String(declaration.Default));
    if (text === undefined && !readsSsm) throw new Error(`the parameter ${name} must have a value`);
    if (text === undefined) continue;
    const isList = type === 'CommaDelimitedList' || /^(AWS::SSM::Parameter::Value<)?List</.test(type);
    const parts = isList && text !== '' ? text.split(',').map((part) => part.trim()) : isList ? [] : [text];
    for (const part of parts) check(name, type, part, declaration);
    values.set(name, isList ? parts : text);
  }
  return values;
}

function check(name: string, type: string, text: string, declaration: Readonly<Record<string, unknown>>): void {
  const { AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue, ConstraintDescription } =
    declaration;
  const wrong = (rule: string): Error => {
    const hint = ConstraintDescription === undefined ? '' : ` (${ConstraintDescription})`;
    return new Error(`the parameter ${name} ${rule}${hint}`);
  };
  if (Array.isArray(AllowedValues) && !AllowedValues.map(String).includes(text)) {
    throw wrong(`must be one of ${AllowedValues.join(', ')}`);
  }
  if (typeof AllowedPattern === 'string' && !new RegExp(`^(?:${AllowedPattern})$`).test(text)) {
    throw wrong(`must match ${AllowedPattern}`);
  }
  if (MinLength !== undefined && text.length < Number(MinLength))
    throw wrong(`must have at least ${MinLength} characters`);
  if (MaxLength !== undefined && text.length > Number(MaxLength))
    throw wrong(`must have at most ${MaxLength} characters`);
  if (type !== 'Number' && type !== 'List<Number>') return;
  if (text === '' || Number.isNaN(Number(text))) throw wrong('must be a number');
  if (MinValue !== undefined && Number(text) < Number(MinValue)) throw wrong(`must be at least ${MinValue}`);
  if (MaxValue !== undefined && Number(text) > Number(MaxValue)) throw wrong(`must be at most ${MaxValue}`);
}
