import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SecretVersion {
  readonly id: string;
  readonly value: { readonly text: string } | { readonly base64: string };
  readonly stages: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly createdAt: number;
  /** What the template gave last, hashed: when it gives something else, that becomes the value. */
  readonly given: string;
  /** Newest first. */
  readonly versions: readonly SecretVersion[];
}

/** Secrets in files that only their owner may read, replaced whole or not at all. */
export class SecretFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  }

  load(): readonly Secret[] {
    return readdirSync(this.#folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => this.#read(join(this.#folder, file)));
  }

  save(secret: Secret): void {
    const path = join(this.#folder, `${encodeURIComponent(secret.name)}.json`);
    writeFileSync(`${path}.new`, JSON.stringify(secret), { mode: 0o600 });
    chmodSync(`${path}.new`, 0o600);
    renameSync(`${path}.new`, path);
  }

  #read(path: string): Secret {
    try {
      return JSON.parse(readFileSync(path, 'utf8'));
    } catch {
      // Not the parser's message: it quotes the text.
      throw new Error(`${path} is damaged. Start with --reset to begin anew.`);
    }
  }
}
