import { AwsError } from '../kernel/aws-error.ts';

/** Does a message match? The unstructured patterns of CloudWatch Logs: terms that must all be there, `-term` that must not, `?a ?b` of which one must. */
export function compileFilter(pattern: string): (message: string) => boolean {
  if (/^\s*[{[%]/.test(pattern))
    throw new AwsError(
      'InvalidParameterException',
      `The local CloudWatch Logs knows patterns of words only, not ${pattern}`,
    );
  const terms = [...pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(([, sign = '', quoted, plain]) => ({
    sign,
    text: quoted?.replaceAll('\\"', '"') ?? plain ?? '',
  }));
  const of = (sign: string): readonly string[] => terms.filter((term) => term.sign === sign).map(({ text }) => text);
  const [all, none, oneOf] = [of(''), of('-'), of('?')];
  return (message) =>
    all.every((text) => message.includes(text)) &&
    !none.some((text) => message.includes(text)) &&
    (oneOf.length === 0 || oneOf.some((text) => message.includes(text)));
}
