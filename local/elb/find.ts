import { AwsError } from '../kernel/aws-error.ts';
import type { RecordBook } from './record-book.ts';
import type { Kind, Records } from './records.ts';

const codes: Readonly<Record<Kind, { readonly code: string; readonly words: string }>> = {
  loadBalancer: { code: 'LoadBalancerNotFound', words: 'load balancers' },
  targetGroup: { code: 'TargetGroupNotFound', words: 'target groups' },
  listener: { code: 'ListenerNotFound', words: 'listeners' },
  rule: { code: 'RuleNotFound', words: 'rules' },
};

/** The record of an ARN; AWS's own error when there is none. */
export function find<K extends Kind>(book: RecordBook, kind: K, arn: string | undefined): Records[K] {
  const record = arn === undefined ? undefined : book.get(kind, arn);
  if (record === undefined) throw notFound(kind, arn);
  return record;
}

/** `One or more rules not found`, with the name that was looked for. */
export function notFound(kind: Kind, name: string | undefined): AwsError {
  const { code, words } = codes[kind];
  return new AwsError(code, `One or more ${words} not found: ${name ?? '(none given)'}`);
}
