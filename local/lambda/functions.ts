import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import { type FunctionName, parseFunctionName } from './function-name.ts';
import type { FunctionSettings } from './function-settings.ts';

/** What a name leads to: the function, and which of its versions runs. */
export interface Target {
  readonly settings: FunctionSettings;
  /** `$LATEST`, or the number of a version. */
  readonly version: string;
  readonly qualifier: string | undefined;
  /** As it was named: with the qualifier where there was one. */
  readonly arn: string;
}

interface Known {
  settings: FunctionSettings;
  readonly versions: Set<string>;
  /** Alias name to version. */
  readonly aliases: Map<string, string>;
}

/**
 * The functions, their versions and aliases. All versions of a function run the code that the template has now: the local
 * AWS keeps the numbers of versions over restarts, but no old bundles.
 */
export class Functions {
  readonly #known = new Map<string, Known>();
  readonly #files: StateFiles;

  constructor(files: StateFiles) {
    this.#files = files;
  }

  put(settings: FunctionSettings): void {
    const known = this.#known.get(settings.name);
    if (known === undefined) {
      this.#known.set(settings.name, { settings, versions: new Set(), aliases: new Map() });
    } else {
      known.settings = settings;
    }
  }

  /** Publishes a version. `again` is the number that the same resource had in the last run. */
  publish(functionName: string, again: string | undefined): string {
    const known = this.#get(parseFunctionName(functionName));
    const { name } = known.settings;
    const highest = this.#files.load<Record<string, number>>('lambda/versions') ?? {};
    const version = again ?? String((highest[name] ?? 0) + 1);
    highest[name] = Math.max(highest[name] ?? 0, Number(version));
    this.#files.save('lambda/versions', highest);
    known.versions.add(version);
    return `${known.settings.arn}:${version}`;
  }

  /** Points an alias at a version; gives the ARN of the alias. */
  alias(functionName: string, alias: string, version: string): string {
    const known = this.#get(parseFunctionName(functionName));
    this.#requireVersion(known, version);
    known.aliases.set(alias, version);
    return `${known.settings.arn}:${alias}`;
  }

  /** Finds what a name or ARN leads to. Throws `ResourceNotFoundException`, as Lambda does. */
  find(functionName: string, qualifier?: string): Target {
    const parsed = parseFunctionName(functionName, qualifier);
    const known = this.#get(parsed);
    const { settings } = known;
    const wanted = parsed.qualifier;
    if (wanted === undefined) return { settings, version: '$LATEST', qualifier: undefined, arn: settings.arn };

    const version = known.aliases.get(wanted) ?? wanted;
    this.#requireVersion(known, version);
    return { settings, version, qualifier: wanted, arn: `${settings.arn}:${wanted}` };
  }

  list(): readonly FunctionSettings[] {
    return [...this.#known.values()].map((known) => known.settings);
  }

  #get({ name, qualifier }: FunctionName): Known {
    const known = this.#known.get(name);
    if (known === undefined) throw notFound(name, qualifier);
    return known;
  }

  #requireVersion(known: Known, version: string): void {
    if (version !== '$LATEST' && !known.versions.has(version)) throw notFound(known.settings.name, version);
  }
}

function notFound(name: string, qualifier: string | undefined): AwsError {
  const resource = qualifier === undefined ? `function:${name}` : `function:${name}:${qualifier}`;
  return new AwsError('ResourceNotFoundException', `Function not found: ${arn('lambda', resource)}`, 404);
}
