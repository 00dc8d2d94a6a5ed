import { type Finding, findingsOf } from '../finding.ts';
import { secretArn } from '../secret-name.ts';
import { seenOf } from '../seen.ts';
import type { Reading } from './reading.ts';

/** Are the secrets and parameters there that the tasks are started with? */
export function checkSecrets({ taskDefinition, secrets, parameters }: Reading): readonly Finding[] {
  const containers = seenOf(taskDefinition)?.containers ?? [];
  const named = new Set(containers.flatMap((container) => Object.values(container.secrets)));
  return [...named].map((from) => {
    const arn = secretArn(from);
    return arn === undefined ? checkParameter(from, parameters[from]) : checkSecret(arn, secrets[arn]);
  });
}

function checkSecret(arn: string, look: Reading['secrets'][string] | undefined): Finding {
  const find = findingsOf('secrets');
  const describe = `aws secretsmanager describe-secret --secret-id ${arn}`;
  if (look === undefined || 'unseen' in look)
    return find.unknown(arn, `Secrets Manager did not say: ${look?.unseen ?? 'it was not asked'}`, describe);
  if (look.seen) return find.ok(arn, 'it is there; its value was not read');
  return find.refused('Unsupported', arn, 'there is no such secret, so no task would start', describe);
}

function checkParameter(from: string, look: Reading['parameters'][string] | undefined): Finding {
  const find = findingsOf('parameters');
  const name = from.replace(/^arn:.*:parameter(?=\/)/, '');
  const get = `aws ssm get-parameter --name ${name} --query Parameter.ARN`;
  if (look === undefined) return find.unknown(from, 'it is of another account or Region', get);
  if ('unseen' in look) return find.unknown(from, `Systems Manager did not say: ${look.unseen}`, get);
  if (look.seen) return find.ok(from, 'it is there; its value was not read');
  const put = `aws ssm put-parameter --name ${name} --type SecureString --value <value>`;
  return find.refused('Unsupported', from, 'there is no such parameter, so no task would start', put);
}
