/** Messages for refusals of S3 services. */
export const s3Sentences = {
  's3.denied.ListAllMyBuckets':
    'Your key is not allowed to list the buckets of the account: it lacks the right s3:ListAllMyBuckets.',
  's3.denied.ListBucket': 'Your key is not allowed to list this bucket: it lacks the right s3:ListBucket.',
  's3.denied.GetObject': 'Your key is not allowed to read files here: it lacks the right s3:GetObject.',
  's3.denied.PutObject': 'Your key is not allowed to write here: it lacks the right s3:PutObject.',
  's3.denied.DeleteObject': 'Your key is not allowed to delete here: it lacks the right s3:DeleteObject.',
  's3.denied.AbortMultipartUpload':
    'Your key is not allowed to abort uploads here: it lacks the right s3:AbortMultipartUpload.',
  's3.denied.GetObjectVersion':
    'Your key is not allowed to read old versions here: it lacks the right s3:GetObjectVersion.',
  's3.denied.DeleteObjectVersion':
    'Your key is not allowed to delete old versions here: it lacks the right s3:DeleteObjectVersion.',
  's3.denied.ListBucketVersions':
    'Your key is not allowed to list old versions in this bucket: it lacks the right s3:ListBucketVersions.',
  's3.denied.GetBucketVersioning':
    'Your key is not allowed to see whether this bucket keeps versions: it lacks the right s3:GetBucketVersioning.',
  's3.denied.PutBucketVersioning':
    'Your key is not allowed to turn versioning of this bucket on or off: it lacks the right s3:PutBucketVersioning.',
  's3.denied.GetObjectTagging': 'Your key is not allowed to read tags here: it lacks the right s3:GetObjectTagging.',
  's3.denied.PutObjectTagging': 'Your key is not allowed to set tags here: it lacks the right s3:PutObjectTagging.',
  's3.denied.RestoreObject':
    'Your key is not allowed to restore files from the archive here: it lacks the right s3:RestoreObject.',
  's3.denied.GetLifecycleConfiguration':
    'Your key is not allowed to read the lifecycle rules of this bucket: it lacks the right s3:GetLifecycleConfiguration.',
  's3.denied.PutLifecycleConfiguration':
    'Your key is not allowed to change the lifecycle rules of this bucket: it lacks the right s3:PutLifecycleConfiguration.',
  's3.denied.GetEncryptionConfiguration':
    'Your key is not allowed to see how this bucket encrypts: it lacks the right s3:GetEncryptionConfiguration.',
  's3.denied.ListBucketMultipartUploads':
    'Your key is not allowed to list unfinished uploads in this bucket: it lacks the right s3:ListBucketMultipartUploads.',
  's3.denied.ListMultipartUploadParts':
    'Your key is not allowed to see the parts of unfinished uploads here: it lacks the right s3:ListMultipartUploadParts.',
  's3.denied.CreateBucket': 'Your key is not allowed to create buckets: it lacks the right s3:CreateBucket.',
  's3.denied.DeleteBucket': 'Your key is not allowed to delete this bucket: it lacks the right s3:DeleteBucket.',

  's3.locked': '{what:file} is locked by its bucket: this version can’t be deleted before its retention period ends.',
  's3.wrong-key': 'The service does not know this access key. Check accessKeyId, and whether the key was deleted.',
  's3.wrong-secret': 'The secret key does not belong to the access key. Check secretAccessKey.',
  's3.session-expired': 'The session has expired. Sign in again, or renew sessionToken.',
  's3.bad-signature': 'The service did not accept the signature of the request. Check region and the keys.',
  's3.no-credentials': 'No keys were found to sign in with. Check the profile of the mount, or sign in to it again.',
  's3.other-region': 'The bucket{container:named} is not in this region, but in {region}.',
  's3.other-region-unknown': 'The bucket{container:named} is not in this region. Set region or endpoint of the mount.',
  's3.upload-ended': 'Another program ended the upload of {what:file}.',
  's3.bucket-name-taken': 'The name of the bucket{container:named} is in use, by you or somebody else.',
  's3.bucket-yours': 'The bucket{container:named} already exists.',
  's3.bucket-not-empty': 'The bucket{container:named} is not empty. It may contain old versions or unfinished uploads.',
  's3.choose-bucket': 'Choose a bucket, or a folder in a bucket.',

  's3.account-no-trash': 'Not every bucket of an account keeps versions, so files are deleted permanently here.',
  's3.no-trash': 'This bucket keeps no versions, so files are deleted permanently here.',
  's3.keeps-no-versions': 'This service keeps no versions.',

  's3.no-revoking':
    'S3 can’t revoke single links. A link stops working when it expires, or when the key that signed it is changed.',
  's3.credentials-end': 'The credentials expire now. Sign in again to create links.',
  's3.no-public-address': 'This mount has no public address.',
  's3.public-reads-only':
    'A public address can only read a file as it is. It can’t accept uploads, or give the file another name or type.',

  's3.metadata-name': '“{name}” can’t be a name of metadata here. Use lower-case letters, digits and -._ only.',
  's3.metadata-value': 'The value of “{name}” has characters that S3 can’t store there. Use ASCII characters only.',
  's3.no-parts': 'This service does not support uploads in parts.',
  's3.too-large-for-bulk': '{what:file} is too large to be read together with many others.',
  's3.changed-by-other': 'Another program changed {what:file} meanwhile. Look at it again.',
  's3.not-archived': '{what:file} is not archived and can be read as it is.',
  's3.rule-exists': 'Another rule with the name “{name}” already exists.',

  's3.paste-no-access-key': 'The access key is missing.',
  's3.paste-no-secret-key': 'The secret key is missing.',
  's3.paste-no-secret-variable': 'The secret key, AWS_SECRET_ACCESS_KEY, is missing.',
  's3.paste-environment':
    'The keys of this mount are in the environment. Portolan uses them there too, unless you give keys.',
  's3.paste-unknown-parameters': 'These parameters are unknown and were left out: {names}.',
} as const
