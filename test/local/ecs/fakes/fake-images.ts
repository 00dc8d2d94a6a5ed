import { createHash } from 'node:crypto';
import { type Images, type PulledImage, PullFailed } from '../../../../local/ecs/ports.ts';

/** A registry in memory: `push('web:1', 'good')` makes an image whose processes behave as the second word says. */
export class FakeImages implements Images {
  readonly #digests = new Map<string, string>();
  readonly #behaviours = new Map<string, string>();
  readonly pulls: string[] = [];

  push(reference: string, behaviour: string): string {
    const digest = `sha256:${createHash('sha256').update(`${reference} ${behaviour}`).digest('hex')}`;
    this.#digests.set(reference, digest);
    this.#behaviours.set(digest, behaviour);
    return digest;
  }

  async resolve(image: string): Promise<string | undefined> {
    return image.includes('@') ? image.split('@')[1] : this.#digests.get(image);
  }

  async pull(image: string): Promise<PulledImage> {
    this.pulls.push(image);
    const digest = (await this.resolve(image)) ?? '';
    const behaviour = this.#behaviours.get(digest);
    if (behaviour === undefined) throw new PullFailed(`${image}: not found`);
    return {
      digest,
      root: behaviour,
      entrypoint: [],
      command: ['serve'],
      environment: [],
      workingDirectory: '/',
      user: '',
    };
  }
}
