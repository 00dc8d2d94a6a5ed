import type { Labels } from './version.ts';

const COMPONENT = 'dev.belay.component.';
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const LONGEST = 200;
const MOST_COMPONENTS = 50;

/** Reads what Belay understands out of an image's labels. Whatever is no short text is left out: labels are the pusher's word. */
export function parseLabels(raw: unknown): Labels {
  const labels = new Map(
    Object.entries(typeof raw === 'object' && raw !== null ? raw : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && isPlain(entry[1]),
    ),
  );
  const builtAt = labels.get('org.opencontainers.image.created');
  const components = [...labels]
    .filter(([name]) => name.startsWith(COMPONENT))
    .map(([name, version]) => [name.slice(COMPONENT.length), version] as const)
    // A name that every object has of itself could be neither stored nor read back as one of ours.
    .filter(([name]) => isPlain(name) && !(name in {}))
    .slice(0, MOST_COMPONENTS);
  return {
    ...given('commit', labels.get('org.opencontainers.image.revision')),
    ...given('source', labels.get('org.opencontainers.image.source')),
    ...given('builtAt', builtAt !== undefined && isTime(builtAt) ? builtAt : undefined),
    ...given('version', labels.get('org.opencontainers.image.version')),
    ...given('runtime', labels.get('dev.belay.runtime')),
    ...given('securityFix', labels.get('dev.belay.security-fix')),
    components: Object.fromEntries(components),
  };
}

function isTime(text: string): boolean {
  return RFC_3339.test(text) && !Number.isNaN(Date.parse(text));
}

function isPlain(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text);
}

function given<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: string });
}
