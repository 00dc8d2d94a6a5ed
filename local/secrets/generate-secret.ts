import { randomInt } from 'node:crypto';
import { z } from 'zod';

const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

export const generator = z.strictObject({
  PasswordLength: z.coerce.number().int().min(1).max(4096).default(32),
  ExcludeCharacters: z.string().default(''),
  ExcludeLowercase: z.boolean().default(false),
  ExcludeUppercase: z.boolean().default(false),
  ExcludeNumbers: z.boolean().default(false),
  ExcludePunctuation: z.boolean().default(false),
  IncludeSpace: z.boolean().default(false),
  RequireEachIncludedType: z.boolean().default(true),
  SecretStringTemplate: z.string().optional(),
  GenerateStringKey: z.string().optional(),
});

export type Generator = z.infer<typeof generator>;

/** A random secret, as `GenerateSecretString` describes it: bare, or under a key of the template's JSON. */
export function generateSecret(wish: Generator): string {
  const password = randomPassword(wish);
  const { SecretStringTemplate, GenerateStringKey } = wish;
  if (SecretStringTemplate === undefined && GenerateStringKey === undefined) return password;
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) {
    throw new Error('GenerateSecretString: SecretStringTemplate and GenerateStringKey come together or not at all.');
  }
  return JSON.stringify({ ...template(SecretStringTemplate), [GenerateStringKey]: password });
}

function randomPassword(wish: Generator): string {
  const kinds = [
    wish.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    wish.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    wish.ExcludeNumbers ? '' : '0123456789',
    wish.ExcludePunctuation ? '' : PUNCTUATION,
    wish.IncludeSpace ? ' ' : '',
  ]
    .map((kind) => [...kind].filter((letter) => !wish.ExcludeCharacters.includes(letter)))
    .filter((kind) => kind.length > 0);
  const all = kinds.flat();
  if (all.length === 0)
    throw new Error('GenerateSecretString: everything is excluded, nothing is left to choose from.');
  const required = wish.RequireEachIncludedType ? kinds.map(pick) : [];
  if (required.length > wish.PasswordLength) {
    throw new Error(
      `GenerateSecretString: PasswordLength ${wish.PasswordLength} is too short for each type of character.`,
    );
  }
  const letters = [...required];
  while (letters.length < wish.PasswordLength) letters.push(pick(all));
  return shuffled(letters).join('');
}

function pick(letters: readonly string[]): string {
  return letters[randomInt(letters.length)] ?? '';
}

function shuffled(letters: readonly string[]): readonly string[] {
  const left = [...letters];
  const drawn: string[] = [];
  while (left.length > 0) drawn.push(...left.splice(randomInt(left.length), 1));
  return drawn;
}

function template(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Falls through to the same message.
  }
  throw new Error('GenerateSecretString: SecretStringTemplate is no JSON object.');
}
