/**
 * Messages for refusals of object stores and for failed connections to services. `{setting}` is the key of the mount
 * that names the server.
 */
export const objectStoreSentences = {
  'service.clock-differs':
    'The clocks of this computer and of the service differ too much to sign in. Set the clock of this computer.',
  'service.no-connection': 'No connection to the service could be made. Check {setting} and the network.',
  'service.connection-lost': 'The connection to the service was lost.',
  'service.not-trusted':
    'The service’s certificate is not trusted by this computer, so no connection was made. Check {setting}.',
  'service.no-tls':
    'No secure connection could be made. Check whether the address in {setting} should begin with http or https.',
  'service.no-host': 'The name of the server was not found. Check {setting} and the network.',
  'service.garbled':
    'The answer of the service can’t be read. It is incomplete, or {setting} is the address of another kind of server.',
  'service.fault': 'The service has a fault at the moment.',
  'service.timeout': 'The service did not answer in time.',
  'service.slow-down': 'The service asks to slow down.',
  'service.bad-request': 'The service did not understand the request.',
  'service.unsupported': 'This service does not support this.',
  'service.full': 'The service has no space left, or a quota is used up.',

  'objects.bad-name': 'This service does not allow the name {what:file}.',
  'objects.too-large': '{what:file} is larger than this service allows.',
  'objects.damaged': '{what:file} was damaged on the way: the checksums of what was sent and received differ.',
  'objects.archived': '{what:file} is archived. Restore it before you read it.',
  'objects.escape-mark': '{what:file} can’t be a name here: each “‛” in a name must be written twice.',
  'objects.name-too-long': 'The name {what:file} is too long: with its folders it may have 1,024 bytes.',
  'objects.bad-folder-name': '{what:file} can’t be the name of a folder.',
  'objects.no-trash-here': '{what:file} can’t be moved to a trash.',
  'objects.no-bucket': 'The bucket{container:named} does not exist.',
  'objects.bucket-not-empty': 'The bucket{container:named} is not empty.',

  'objects.other-checksum': '{what:file} was stored with another checksum than was sent.',
  'objects.too-many-pieces': '{what:file} can’t have more than {most:count} pieces.',

  'objects.not-copied-by-service': 'The service can’t copy {what:file} from that place.',
  'objects.never-existed': '{what:file} does not exist and has no versions.',
  'objects.is-deletion': 'This version of {what:file} is a deletion, which has no content.',
  'objects.current-would-be-lost':
    'This bucket no longer keeps versions, so the current content of {what:file} would be lost.',
  'objects.no-longer-kept': 'This bucket no longer keeps versions, so what is deleted could not be restored.',
  'objects.no-versions': 'This bucket keeps no versions: what is deleted can’t be restored.',
  'objects.no-moments': 'This bucket keeps no versions, so its state at an earlier time can’t be shown.',
  'objects.link-dots':
    'A link can’t lead to a key with “.” or “..” between slashes, because browsers change such addresses.',
} as const

/** Messages for refusals of Google Cloud Storage. */
export const gcsSentences = {
  'gcs.sign-in': 'The service did not accept the key or token.',
  'gcs.bad-key': 'The key can’t be used: credentials must be the JSON text of a key, or the path of its file.',
  'gcs.denied': 'This identity is not allowed to do this with {what:file}. Check its roles.',
  'gcs.bad-name': 'Google Cloud Storage does not allow the name {what:file}.',
  'gcs.no-revoking': 'Google Cloud Storage can’t revoke single links, and this mount has no public address.',
  'gcs.many-buckets':
    'Not every bucket of a project accepts files in pieces, so uploads do not resume after a restart.',
  'gcs.locked-bucket':
    'Objects in this bucket can’t be deleted for a time. This includes pieces of files, so uploads do not resume after a restart.',
  'gcs.no-right-for-pieces':
    'This identity lacks the right {right}, which is needed to store files in pieces. Uploads do not resume after a restart.',
  'gcs.links-need-key': 'Links are signed with the key of a service account. This mount has no such key.',
  'gcs.maybe-no-trash': 'Files are deleted permanently here, unless the bucket itself keeps what is deleted.',
} as const
