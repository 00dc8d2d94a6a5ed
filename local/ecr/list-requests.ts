import { isDigest } from './digest.ts';
import { answerJson, type Exchange, pageOf, refuse, repositoryOf } from './exchange.ts';

/** GET /v2/_catalog */
export async function listRepositories({ stores, response, query }: Exchange): Promise<void> {
  const names = stores.repositories.list().map(({ name }) => name);
  const { page, headers } = pageOf(names, query, '/v2/_catalog');
  answerJson(response, { repositories: page }, headers);
}

/** GET …/tags/list */
export async function listTags(exchange: Exchange): Promise<void> {
  const { response, query, name } = exchange;
  const tags = [...repositoryOf(exchange).tags.keys()].sort();
  const { page, headers } = pageOf(tags, query, `/v2/${name}/tags/list`);
  answerJson(response, { name, tags: page }, headers);
}

/** GET …/referrers/<digest>: signatures, SBOMs and the like that name this image as their subject. */
export async function listReferrers(exchange: Exchange): Promise<void> {
  const { response, query, reference: digest } = exchange;
  if (!isDigest(digest)) refuse('DIGEST_INVALID', `'${digest}' is not a SHA-256 digest`);
  const type = query.get('artifactType');
  const manifests = [...repositoryOf(exchange).images.values()]
    .filter((image) => image.subject === digest && (type === null || image.artifactType === type))
    .map(({ mediaType, digest, manifestSize, artifactType, annotations }) => ({
      mediaType,
      digest,
      size: manifestSize,
      artifactType,
      annotations,
    }));
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const filtered: Record<string, string> = type === null ? {} : { 'OCI-Filters-Applied': 'artifactType' };
  answerJson(response, { schemaVersion: 2, mediaType, manifests }, { 'Content-Type': mediaType, ...filtered });
}
