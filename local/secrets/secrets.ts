import { createHash, randomInt, randomUUID } from 'node:crypto';
import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Secret, SecretFiles, SecretVersion } from './secret-files.ts';

const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';

/** The secrets, by name or ARN. */
export class Secrets {
  readonly #files: SecretFiles;
  readonly #clock: Clock;
  readonly #secrets: Map<string, Secret>;

  constructor(files: SecretFiles, clock: Clock) {
    this.#files = files;
    this.#clock = clock;
    this.#secrets = new Map(files.load().map((secret) => [secret.name, secret]));
  }

  /**
   * Makes a secret, or keeps the one that is there. `make` gives its value (none: it is empty until somebody puts one), and is
   * asked only when `given` is not what it was the last time.
   */
  provide(name: string, description: string, given: string, make: () => string | undefined): Secret {
    const hash = createHash('sha256').update(given).digest('hex');
    const old = this.#secrets.get(name);
    if (old?.given === hash && old.description === description) return old;
    const base = old ?? { name, arn: newArn(name), createdAt: this.#clock.now(), versions: [] };
    const text = old?.given === hash ? undefined : make();
    const versions = text === undefined ? base.versions : this.#withNew(base.versions, randomUUID(), { text });
    return this.#save({ ...base, description, given: hash, versions });
  }

  /** Throws `ResourceNotFoundException`. `id` is a name, an ARN, or an ARN without its random end. */
  find(id: string): Secret {
    const found = [...this.#secrets.values()].find(
      (secret) => secret.name === id || secret.arn === id || secret.arn.slice(0, -7) === id,
    );
    if (found === undefined) {
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return found;
  }

  /** The ARN that IAM is asked about; for an unknown secret, one that only a wildcard covers. */
  arnOf(id: string): string {
    try {
      return this.find(id).arn;
    } catch {
      return id.startsWith('arn:') ? id : arn('secretsmanager', `secret:${id}-??????`);
    }
  }

  version(
    id: string,
    versionId: string | undefined,
    stage: string | undefined,
  ): { secret: Secret; version: SecretVersion } {
    const secret = this.find(id);
    const wanted = versionId === undefined ? (stage ?? CURRENT) : stage;
    const version = secret.versions.find(
      (one) => (versionId ?? one.id) === one.id && (wanted === undefined || one.stages.includes(wanted)),
    );
    if (version !== undefined) return { secret, version };
    const what = versionId === undefined ? `staging label: ${wanted}` : `VersionId: ${versionId}`;
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${what}`,
    );
  }

  /** Adds a value. The same token with the same value changes nothing. */
  put(
    id: string,
    value: SecretVersion['value'],
    token: string | undefined,
  ): { secret: Secret; version: SecretVersion } {
    const secret = this.find(id);
    const again = secret.versions.find((version) => version.id === token);
    if (again !== undefined) {
      if (JSON.stringify(again.value) === JSON.stringify(value)) return { secret, version: again };
      const message = `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${secret.arn}.`;
      throw new AwsError('ResourceExistsException', message);
    }
    const versions = this.#withNew(secret.versions, token ?? randomUUID(), value);
    const saved = this.#save({ ...secret, versions });
    return this.version(saved.arn, undefined, CURRENT);
  }

  list(): readonly Secret[] {
    return [...this.#secrets.values()];
  }

  #withNew(old: readonly SecretVersion[], id: string, value: SecretVersion['value']): readonly SecretVersion[] {
    const current = old.find((version) => version.stages.includes(CURRENT));
    const version = { id, value, stages: [CURRENT], createdAt: this.#clock.now() };
    return current === undefined ? [version] : [version, { ...current, stages: [PREVIOUS] }];
  }

  #save(secret: Secret): Secret {
    this.#files.save(secret);
    this.#secrets.set(secret.name, secret);
    return secret;
  }
}

/** An ARN ends in six random letters, so that a policy for an old secret does not fit a new one of the same name. */
function newArn(name: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const end = Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
  return arn('secretsmanager', `secret:${name}-${end}`);
}
