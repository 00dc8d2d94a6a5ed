import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ContentStore } from './content-store.ts';
import type { ImageStore } from './image-store.ts';
import { isRepositoryName } from './names.ts';
import { RegistryError, type RegistryErrorCode } from './registry-error.ts';
import type { Repositories } from './repositories.ts';
import { noSuchRepository, type Repository } from './repository.ts';
import type { Uploads } from './uploads.ts';

/** What the registry serves from. */
export interface Stores {
  readonly content: ContentStore;
  readonly repositories: Repositories;
  readonly images: ImageStore;
  readonly uploads: Uploads;
}

/** One request to the registry. `name` is the repository and `reference` the last part of the path, both decoded. */
export interface Exchange {
  readonly stores: Stores;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: AsyncIterable<Buffer>;
  readonly query: URLSearchParams;
  readonly name: string;
  readonly reference: string;
}

export function answer(response: ServerResponse, status: number, headers: Record<string, string | number> = {}): void {
  response.writeHead(status, { 'Content-Length': 0, ...headers }).end();
}

export function answerJson(response: ServerResponse, document: object, headers: Record<string, string> = {}): void {
  const body = JSON.stringify(document);
  const type = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(200, { ...type, ...headers }).end(body);
}

export function checkName(name: string): void {
  if (isRepositoryName(name)) return;
  throw new RegistryError(
    'NAME_INVALID',
    `'${name}' is not a repository name: 2 to 256 lower-case letters, digits, '.', '_', '-' and '/'`,
  );
}

/** The repository that a request names, or NAME_UNKNOWN. */
export function repositoryOf({ stores, name }: Exchange): Repository {
  const repository = stores.repositories.get(name);
  if (repository === undefined) throw new RegistryError('NAME_UNKNOWN', noSuchRepository(name));
  return repository;
}

/** One page of sorted names after `last`, `n` of them, and the link to the next one. */
export function pageOf(names: readonly string[], query: URLSearchParams, path: string) {
  const last = query.get('last');
  const n = query.get('n');
  if (n !== null && !/^\d{1,9}$/.test(n))
    throw new RegistryError('PAGINATION_NUMBER_INVALID', `n=${n} is not a number`);
  const rest = last === null ? names : names.filter((name) => name > last);
  const page = n === null ? rest : rest.slice(0, Number(n));
  const end = page.at(-1);
  const more = page.length < rest.length && end !== undefined;
  const link = `<${path}?${new URLSearchParams({ n: n ?? '', last: end ?? '' })}>; rel="next"`;
  const headers: Record<string, string> = more ? { Link: link } : {};
  return { page, headers };
}

export function refuse(code: RegistryErrorCode, message: string): never {
  throw new RegistryError(code, message);
}
