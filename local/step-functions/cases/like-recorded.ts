import { isList, isObject, type Json } from '../json.ts';

/** Values that the recordings have in place of ones that differ from run to run. */
const STAND_INS = new Set(['date', 'lambda_function_name']);

/**
 * Whether a value is the recorded one. In the recordings every string that holds a JSON object or list is parsed, and `<Name>`
 * stands for a value that differs from run to run; `<mock>` is such a value in what went in.
 */
export function likeRecorded(recorded: Json, found: Json | undefined): boolean {
  return alike(unfolded(recorded), unfolded(found ?? null));
}

function alike(recorded: Json, found: Json): boolean {
  if (typeof recorded === 'string' && typeof found === 'string') {
    return recorded === found || /<[^<>]+>/.test(recorded) || STAND_INS.has(recorded) || found === '<mock>';
  }
  if (isList(recorded) && isList(found)) {
    return recorded.length === found.length && recorded.every((item, place) => alike(item, found[place] ?? null));
  }
  if (isObject(recorded) && isObject(found)) {
    const names = Object.keys(recorded);
    if (names.length !== Object.keys(found).length) return false;
    return names.every((name) => name in found && alike(recorded[name] ?? null, found[name] ?? null));
  }
  return recorded === found;
}

function unfolded(value: Json): Json {
  if (typeof value === 'string') {
    if (!/^[{[]/.test(value)) return value;
    try {
      const parsed: Json = JSON.parse(value);
      return unfolded(parsed);
    } catch {
      return value;
    }
  }
  if (isList(value)) return value.map(unfolded);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unfolded(item)]));
}
