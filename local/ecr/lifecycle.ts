import type { Cancel, Clock } from '../kernel/clock.ts';
import type { ImageStore } from './image-store.ts';
import { expiredImages, parseLifecyclePolicy } from './lifecycle-policy.ts';
import type { Repositories } from './repositories.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Expires images by the lifecycle policies of their repositories, once a day as ECR does. */
export function expireDaily(repositories: Repositories, images: ImageStore, clock: Clock): Cancel {
  let cancel: Cancel = clock.after(DAY, run);
  function run(): void {
    for (const { name, settings } of repositories.list()) {
      if (settings.lifecyclePolicy === undefined) continue;
      expire(name, settings.lifecyclePolicy);
    }
    cancel = clock.after(DAY, run);
  }
  function expire(name: string, policy: string): void {
    const rules = parseLifecyclePolicy(policy);
    const before = repositories.get(name);
    if (before === undefined) return;
    for (const image of expiredImages(before, rules, clock.now())) {
      const repository = repositories.get(name);
      if (repository !== undefined) images.removeImage(repository, image);
    }
  }
  return () => cancel();
}
