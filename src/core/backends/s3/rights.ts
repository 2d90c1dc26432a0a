/** What a key must be allowed to do for a request, in the words of AWS policies and in ours. */
export const rights = {
  's3:ListAllMyBuckets': 'see which buckets there are',
  's3:ListBucket': 'list this bucket',
  's3:GetObject': 'read files here',
  's3:PutObject': 'write here',
  's3:DeleteObject': 'delete here',
  's3:AbortMultipartUpload': 'end uploads here',
  's3:CreateBucket': 'make buckets',
  's3:DeleteBucket': 'delete this bucket',
} as const
export type RightName = keyof typeof rights
