import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-ecs';
import { type Operations, operation } from '../../kernel/aws-service.ts';
import { permit, requestTags, resourceTags } from '../permissions.ts';
import { clientError, invalid } from '../refusals.ts';
import type { World } from '../world.ts';

const MOST_TAGS = 50;

export function tagOperations(world: World): Operations {
  return {
    TagResource: operation<TagResourceRequest, object>({
      permissions: ({ resourceArn = '', tags }) => [
        permit('TagResource', resourceArn, { ...requestTags(tags), ...resourceTags(tagsOf(world, resourceArn)?.tags) }),
      ],
      run: ({ resourceArn = '', tags = [] }) =>
        world.turn(() => {
          const tagged = theTagged(world, resourceArn);
          const merged = mergedTags(tagged.tags ?? [], tags);
          if (merged.length > MOST_TAGS) throw invalid(`A resource can have at most ${MOST_TAGS} tags.`);
          tagged.tags = merged;
          world.store.saveDefinitions();
          return {};
        }),
    }),
    UntagResource: operation<UntagResourceRequest, object>({
      permissions: ({ resourceArn = '' }) => [
        permit('UntagResource', resourceArn, resourceTags(tagsOf(world, resourceArn)?.tags)),
      ],
      run: ({ resourceArn = '', tagKeys = [] }) =>
        world.turn(() => {
          const tagged = theTagged(world, resourceArn);
          tagged.tags = (tagged.tags ?? []).filter((tag) => !tagKeys.includes(tag.key ?? ''));
          world.store.saveDefinitions();
          return {};
        }),
    }),
    ListTagsForResource: operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
      permissions: ({ resourceArn = '' }) => [
        permit('ListTagsForResource', resourceArn, resourceTags(tagsOf(world, resourceArn)?.tags)),
      ],
      run: ({ resourceArn = '' }) => ({ tags: theTagged(world, resourceArn).tags ?? [] }),
    }),
  };
}

/** Tags by key: the new value wins. */
function mergedTags(old: readonly Tag[], added: readonly Tag[]): Tag[] {
  return [...new Map([...old, ...added].map((tag) => [tag.key, tag])).values()];
}

interface Tagged {
  tags?: Tag[] | undefined;
}

function tagsOf(world: World, arn: string): Tagged | undefined {
  const { definitions, services } = world.store;
  return services.services[arn] ?? services.tasks[arn] ?? definitions.taskDefinitions[arn] ?? definitions.clusters[arn];
}

function theTagged(world: World, arn: string): Tagged {
  const found = tagsOf(world, arn);
  if (found === undefined) throw clientError(`The specified resource ${arn} was not found. Specify a valid resource.`);
  return found;
}
