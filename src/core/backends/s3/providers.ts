/** The settings in which S3 providers differ, so that users need not look them up. */
export interface Provider {
  /** Contains `{region}` at its place. Absent if the SDK knows it, or if only the user can know it. */
  readonly endpoint?: string
  /** The user must enter the endpoint. */
  readonly needsEndpoint?: true
  /** The region if the user enters none. */
  readonly region: string
  /** The bucket is in the path of the URL, not in its host name. */
  readonly pathStyle: boolean
  /**
   * Tells whether the service verifies the checksums of current SDKs. If not, signed bodies still protect what is sent.
   */
  readonly hasChecksums: boolean
  readonly source: string
}

export const providerNames = [
  'aws',
  'minio',
  'ceph',
  'r2',
  'spaces',
  'b2',
  'wasabi',
  'gcs',
  'scaleway',
  'other',
] as const
export type ProviderName = (typeof providerNames)[number]

export const providers: Readonly<Record<ProviderName, Provider>> = {
  aws: {
    region: 'us-east-1',
    pathStyle: false,
    hasChecksums: true,
    source: 'https://docs.aws.amazon.com/general/latest/gr/s3.html',
  },
  minio: {
    needsEndpoint: true,
    region: 'us-east-1',
    pathStyle: true,
    hasChecksums: true,
    source: 'https://min.io/docs/minio/linux/administration/console/managing-objects.html',
  },
  ceph: {
    needsEndpoint: true,
    region: 'default',
    pathStyle: true,
    hasChecksums: true,
    source: 'https://docs.ceph.com/en/latest/radosgw/s3/',
  },
  r2: {
    needsEndpoint: true,
    region: 'auto',
    pathStyle: true,
    hasChecksums: true,
    source: 'https://developers.cloudflare.com/r2/api/s3/api/',
  },
  spaces: {
    endpoint: 'https://{region}.digitaloceanspaces.com',
    region: 'nyc3',
    pathStyle: false,
    hasChecksums: false,
    source: 'https://docs.digitalocean.com/products/spaces/reference/s3-compatibility/',
  },
  b2: {
    endpoint: 'https://s3.{region}.backblazeb2.com',
    region: 'us-west-004',
    pathStyle: true,
    hasChecksums: false,
    source: 'https://www.backblaze.com/docs/cloud-storage-s3-compatible-api',
  },
  wasabi: {
    endpoint: 'https://s3.{region}.wasabisys.com',
    region: 'us-east-1',
    pathStyle: true,
    hasChecksums: false,
    source: 'https://docs.wasabi.com/docs/what-are-the-service-urls-for-wasabis-different-storage-regions',
  },
  gcs: {
    endpoint: 'https://storage.googleapis.com',
    region: 'auto',
    pathStyle: true,
    hasChecksums: false,
    source: 'https://cloud.google.com/storage/docs/interoperability',
  },
  scaleway: {
    endpoint: 'https://s3.{region}.scw.cloud',
    region: 'fr-par',
    pathStyle: false,
    hasChecksums: true,
    source: 'https://www.scaleway.com/en/docs/object-storage/api-cli/using-api-call-list/',
  },
  other: {
    needsEndpoint: true,
    region: 'us-east-1',
    pathStyle: true,
    hasChecksums: true,
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html',
  },
}
