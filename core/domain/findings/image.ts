import { type Finding, findingsOf } from '../finding.ts';
import type { Reading } from './reading.ts';

/** Is the image of the version there? */
export function checkImage({ settings: { key }, asked }: Reading): readonly Finding[] {
  const find = findingsOf('image');
  if (asked.kind === 'none') return [find.unknown(key, 'no version was named', `belay verify ${key} <version>`)];
  if (asked.kind === 'unseen') return [find.unknown(key, `ECR did not say: ${asked.because}`, `belay versions ${key}`)];
  if (asked.kind === 'missing') return [find.refused(asked.code, key, asked.because, `belay versions ${key}`)];
  const { to, repository } = asked;
  return [find.ok(`${repository}@${to.digest}`, `${to.version} is there`)];
}
