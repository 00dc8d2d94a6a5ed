import type { Content, OciImage, OciIndex } from './image.ts';

/** Pushes over the registry protocol, as any client does, and gives the digest. Blobs that are there already are not sent. */
export async function pushImage(
  registryUrl: string,
  repository: string,
  tag: string | undefined,
  image: OciImage | OciIndex,
): Promise<string> {
  const base = `${registryUrl}/v2/${repository}`;
  if (image.kind === 'index') {
    for (const child of image.images) await pushImage(registryUrl, repository, undefined, child);
  } else {
    for (const blob of [image.config, ...image.layers]) await pushBlob(base, blob);
  }
  const { digest, mediaType, bytes } = image.manifest;
  const headers = { 'Content-Type': mediaType };
  await ask(`${base}/manifests/${tag ?? digest}`, { method: 'PUT', headers, body: new Uint8Array(bytes) });
  return digest;
}

async function pushBlob(base: string, { digest, bytes }: Content): Promise<void> {
  const existing = await fetch(`${base}/blobs/${digest}`, { method: 'HEAD' });
  if (existing.ok) return;
  const begun = await ask(`${base}/blobs/uploads/`, { method: 'POST' });
  const upload = new URL(begun.headers.get('location') ?? '', base);
  upload.searchParams.set('digest', digest);
  const headers = { 'Content-Type': 'application/octet-stream' };
  await ask(upload, { method: 'PUT', headers, body: new Uint8Array(bytes) });
}

async function ask(url: string | URL, request: RequestInit): Promise<Response> {
  const response = await fetch(url, request);
  const text = await response.text();
  if (!response.ok) throw new Error(`${request.method} ${url} answered ${response.status}: ${text}`);
  return response;
}
