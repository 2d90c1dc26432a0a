import { type Said, said } from '../../../../contract/sentences/said.ts'

/** The right that a key needs for a request, as AWS policies name it. */
export type RightName =
  | 's3:ListAllMyBuckets'
  | 's3:ListBucket'
  | 's3:GetObject'
  | 's3:PutObject'
  | 's3:DeleteObject'
  | 's3:AbortMultipartUpload'
  | 's3:GetObjectVersion'
  | 's3:DeleteObjectVersion'
  | 's3:ListBucketVersions'
  | 's3:GetBucketVersioning'
  | 's3:PutBucketVersioning'
  | 's3:GetObjectTagging'
  | 's3:PutObjectTagging'
  | 's3:RestoreObject'
  | 's3:GetLifecycleConfiguration'
  | 's3:PutLifecycleConfiguration'
  | 's3:GetEncryptionConfiguration'
  | 's3:ListBucketMultipartUploads'
  | 's3:ListMultipartUploadParts'
  | 's3:CreateBucket'
  | 's3:DeleteBucket'

type Bare<Right> = Right extends `s3:${infer Name}` ? Name : never

export function deniedFor(right: RightName): Said {
  return said(`s3.denied.${right.slice('s3:'.length) as Bare<RightName>}`)
}
