import { type ImageName, parseImageName } from './image-name.ts';
import type { Digest } from './names.ts';
import type { ContainerTruth, TaskDefinitionTruth } from './task-definition.ts';

/** What changes from one task definition to the next: for people as lines, for programs as data. */
export interface TaskDefinitionDiff {
  readonly images: readonly ImageChange[];
  readonly values: readonly ValueChange[];
  readonly lines: readonly string[];
}

export interface ImageChange {
  readonly container: string;
  readonly from: NamedImage;
  readonly to: NamedImage;
}

/** `version` is what people call it: the tag of the name, or what the digest is known as. */
export interface NamedImage {
  readonly image: string;
  readonly version?: string;
  readonly digest?: Digest;
}

/** A variable or secret of a container. Values are not shown: a variable may hold a secret too. */
export interface ValueChange {
  readonly container: string;
  readonly kind: 'environment' | 'secret';
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
}

/** What is known beside the two texts. */
export interface KnownImages {
  /** Digest → version. */
  readonly versions: Readonly<Record<Digest, string>>;
  /** Container → digest that ECS resolved a tag of the old task definition to. */
  readonly running: Readonly<Record<string, Digest>>;
}

export function diffTaskDefinitions(
  before: TaskDefinitionTruth,
  after: TaskDefinitionTruth,
  known: KnownImages,
): TaskDefinitionDiff {
  const pairs = after.containers.flatMap((to) => {
    const from = before.containers.find(({ name }) => name === to.name);
    return from === undefined ? [] : [{ from, to }];
  });
  const images = pairs.flatMap(({ from, to }) => imageChange(from, to, known));
  const values = pairs.flatMap(({ from, to }) => [
    ...valueChanges(to.name, 'environment', from.environment, to.environment),
    ...valueChanges(to.name, 'secret', from.secrets, to.secrets),
  ]);
  return { images, values, lines: [...images.map(imageLine), ...values.map(valueLine)] };
}

/** A task definition with other images in the named containers, as Belay registers it. */
export function withImages(
  definition: TaskDefinitionTruth,
  images: Readonly<Record<string, string>>,
): TaskDefinitionTruth {
  const containers = definition.containers.map((container) => ({
    ...container,
    image: images[container.name] ?? container.image,
  }));
  return { ...definition, containers };
}

function imageChange(from: ContainerTruth, to: ContainerTruth, known: KnownImages): readonly ImageChange[] {
  if (from.image === to.image) return [];
  const ran = known.running[from.name];
  const old = named(from.image, { ...(ran !== undefined && { digest: ran }), ...parseImageName(from.image) }, known);
  return [{ container: to.name, from: old, to: named(to.image, parseImageName(to.image), known) }];
}

function named(image: string, { tag, digest }: ImageName, { versions }: KnownImages): NamedImage {
  const version = tag ?? (digest && versions[digest]);
  return { image, ...(version !== undefined && { version }), ...(digest !== undefined && { digest }) };
}

function valueChanges(
  container: string,
  kind: ValueChange['kind'],
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly ValueChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    if (before[name] === after[name]) return [];
    const change = before[name] === undefined ? 'added' : after[name] === undefined ? 'removed' : 'changed';
    return { container, kind, name, change };
  });
}

function imageLine({ container, from, to }: ImageChange): string {
  return `${container}: ${told(from)} → ${told(to)}`;
}

function told({ image, version, digest }: NamedImage): string {
  if (version === undefined) return digest ?? image;
  return digest === undefined ? version : `${version} (${digest.slice(0, 19)})`;
}

function valueLine({ container, kind, name, change }: ValueChange): string {
  return `${container}: ${kind === 'secret' ? 'secret' : 'variable'} ${name} ${change}`;
}
