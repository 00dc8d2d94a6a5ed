import { type ImageName, parseEcrHost, parseImageName } from './image-name.ts';

/** An image in a private ECR registry, as a task definition names it. */
export interface EcrImage extends ImageName {
  readonly account: string;
  readonly region: string;
}

/** Reads an image's name. `undefined`: it lies in no private ECR registry, so Belay never hears of pushes to it. */
export function parseEcrImage(name: string): EcrImage | undefined {
  const image = parseImageName(name);
  const home = parseEcrHost(image.registry);
  return home === undefined ? undefined : { ...image, ...home };
}
