import { type Finding, findingsOf } from '../finding.ts';
import { secretArn } from '../secret-name.ts';
import { seenOf } from '../seen.ts';
import type { Reading } from './reading.ts';

/** Are the secrets and parameters there that the tasks are started with? */
export function checkSecrets({ taskDefinition, secrets }: Reading): readonly Finding[] {
  const containers = seenOf(taskDefinition)?.containers ?? [];
  const named = new Set(containers.flatMap((container) => Object.values(container.secrets)));
  return [...named].map((from) => checkSecret(from, secrets));
}

function checkSecret(from: string, secrets: Reading['secrets']): Finding {
  const arn = secretArn(from);
  if (arn === undefined) {
    const name = from.replace(/^arn:.*:parameter(?=\/)/, '').replace(/^arn:.*:parameter/, '');
    const because = 'Belay has no right to read parameters';
    return findingsOf('parameters').unknown(
      from,
      because,
      `aws ssm get-parameter --name ${name} --query Parameter.ARN`,
    );
  }
  const find = findingsOf('secrets');
  const describe = `aws secretsmanager describe-secret --secret-id ${arn}`;
  const look = secrets[arn];
  if (look === undefined || 'unseen' in look)
    return find.unknown(arn, `Secrets Manager did not say: ${look?.unseen ?? 'it was not asked'}`, describe);
  if (look.seen) return find.ok(arn, 'it is there; its value was not read');
  return find.refused('Unsupported', arn, 'there is no such secret, so no task would start', describe);
}
