/** Which names a value refers to, found without resolving it: what must be made before. */
import { callOf, splitAtDot } from './intrinsics.ts';
import { isRecord } from './is-record.ts';
import { subParts } from './sub-text.ts';

/** Names in Ref, Fn::GetAtt and Fn::Sub. Of an Fn::If only the branch that holds counts. */
export function referencesIn(value: unknown, condition: (name: string) => boolean): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => referencesIn(item, condition));
  if (!isRecord(value)) return [];
  const { name, argument } = callOf(value) ?? {};
  const parts: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const [first, second, third] = parts;
  if (name === 'Ref') return [String(first)];
  if (name === 'Fn::If') return referencesIn(condition(String(first)) ? second : third, condition);
  if (name === 'Fn::GetAtt') return [splitAtDot(String(first))[0], ...referencesIn(second, condition)];
  if (name === 'Fn::Sub') {
    const named = subParts(String(first)).flatMap((part) => (part.kind === 'name' ? splitAtDot(part.name)[0] : []));
    const variables = isRecord(second) ? Object.keys(second) : [];
    return [...named.filter((one) => !variables.includes(one)), ...referencesIn(second, condition)];
  }
  return Object.values(value).flatMap((item) => referencesIn(item, condition));
}
