import { z } from 'zod';
import { invalidParameter } from './ecr-error.ts';
import { matchesPattern } from './names.ts';
import { indexesOf, type Repository, type StoredImage, tagsByDigest } from './repository.ts';

const DAY = 24 * 60 * 60 * 1000;

const Rule = z.strictObject({
  rulePriority: z.int().positive(),
  description: z.string().optional(),
  selection: z.strictObject({
    tagStatus: z.enum(['tagged', 'untagged', 'any']),
    tagPrefixList: z.array(z.string()).optional(),
    tagPatternList: z.array(z.string()).optional(),
    countType: z.enum(['imageCountMoreThan', 'sinceImagePushed']),
    countUnit: z.literal('days').optional(),
    countNumber: z.int().positive(),
  }),
  action: z.strictObject({ type: z.literal('expire') }),
});
const Policy = z.strictObject({ rules: z.array(Rule).min(1).max(50) });

type Rule = z.infer<typeof Rule>;

/** The rules of a policy's text. InvalidParameterException names what is wrong with it or not supported here. */
export function parseLifecyclePolicy(text: string): readonly Rule[] {
  const result = Policy.safeParse(fromJson(text));
  if (result.success) return result.data.rules;
  const issue = result.error.issues[0];
  const where = issue?.path.join('.') || 'the policy';
  throw invalidParameter('LifecyclePolicyText', `Lifecycle policy validation failure: ${where}: ${issue?.message}`);
}

/**
 * Images that a policy expires now. A rule looks at those that no rule of a lower number looked at, whether or not that
 * one expired them; an image in an index stays as long as the index.
 */
export function expiredImages(repository: Repository, rules: readonly Rule[], now: number): StoredImage[] {
  const tagsOf = tagsByDigest(repository);
  const newestFirst = [...repository.images.values()].sort((a, b) => b.pushedAt - a.pushedAt);
  const claimed = new Set<StoredImage>();
  const expired: StoredImage[] = [];
  for (const { selection } of rules.toSorted((a, b) => a.rulePriority - b.rulePriority)) {
    const selected = newestFirst.filter(
      (image) => !claimed.has(image) && selects(selection, tagsOf.get(image.digest) ?? []),
    );
    for (const image of selected) claimed.add(image);
    const { countType, countNumber } = selection;
    if (countType === 'imageCountMoreThan') expired.push(...selected.slice(countNumber));
    else expired.push(...selected.filter(({ pushedAt }) => now - pushedAt > countNumber * DAY));
  }
  return expired.filter(({ digest }) => indexesOf(repository, digest).length === 0);
}

function selects(selection: Rule['selection'], tags: readonly string[]): boolean {
  if (selection.tagStatus === 'untagged') return tags.length === 0;
  if (selection.tagStatus === 'any') return true;
  const patterns = [
    ...(selection.tagPrefixList ?? []).map((prefix) => `${prefix}*`),
    ...(selection.tagPatternList ?? []),
  ];
  return tags.length > 0 && patterns.every((pattern) => tags.some((tag) => matchesPattern(pattern, tag)));
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidParameter('LifecyclePolicyText', 'Lifecycle policy validation failure: the policy is not JSON');
  }
}
