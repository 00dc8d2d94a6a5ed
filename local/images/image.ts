/** Some bytes with their digest, as a manifest refers to them. */
export interface Content {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

export interface Layer extends Content {
  /** Digest of the layer before compression. */
  readonly diffId: string;
}

/** An image for one platform, whole and in memory. */
export interface OciImage {
  readonly kind: 'image';
  readonly architecture: string;
  readonly manifest: Content;
  readonly config: Content;
  readonly layers: readonly Layer[];
}

/** One name for the images of several platforms. */
export interface OciIndex {
  readonly kind: 'index';
  readonly manifest: Content;
  readonly images: readonly OciImage[];
}
