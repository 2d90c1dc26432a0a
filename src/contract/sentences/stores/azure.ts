/** Messages for refusals of Azure Blob Storage. */
export const azureSentences = {
  'azure.denied.list containers':
    'You are not allowed to list the containers of the account: the permission “list containers” is missing.',
  'azure.denied.list': 'You are not allowed to list this container: the permission “list” is missing.',
  'azure.denied.read': 'You are not allowed to read files here: the permission “read” is missing.',
  'azure.denied.write': 'You are not allowed to write here: the permission “write” is missing.',
  'azure.denied.delete': 'You are not allowed to delete here: the permission “delete” is missing.',
  'azure.denied.deleteVersion':
    'You are not allowed to delete versions here: the permission “deleteVersion” is missing.',
  'azure.denied.tags': 'You are not allowed to read or set tags here: the permission “tags” is missing.',
  'azure.denied.create container':
    'You are not allowed to create containers: the permission “create container” is missing.',
  'azure.denied.delete container':
    'You are not allowed to delete this container: the permission “delete container” is missing.',
  'azure.denied.read container':
    'You are not allowed to read the properties of this container: the permission “read container” is missing.',
  'azure.denied.container policies':
    'You are not allowed to read or set the access policies of this container: the permission “container policies” is missing.',
  'azure.denied.delegate keys':
    'You are not allowed to sign links: the permission “delegate keys” (Entra: generateUserDelegationKey) is missing.',
  'azure.shut-out':
    'You are not allowed to do this: the permission “{right}” is missing, or the network rules of the account do not let this computer in.',

  'azure.wrong-key': 'The service did not accept the key or SAS. Check account, and accountKey or sasToken.',
  'azure.no-account-keys': 'The account does not allow account keys. Sign in with entra instead.',
  'azure.sas-time': 'The SAS has expired or is not valid yet. Ask for a new one, or check the clock of this computer.',
  'azure.sign-in-needed': 'The service needs you to sign in. Set accountKey, sasToken, connectionString or entra.',
  'azure.wrong-token':
    'The service did not accept the Entra sign-in. Check that the identity belongs to the tenant of the account.',
  'azure.no-identity': 'No Entra identity was found. Set AZURE_CLIENT_ID and its secret, or sign in with “az login”.',
  'azure.entra-refused': 'Entra refused the sign-in. Check the secret of the identity, or sign in again.',
  'azure.sas-address': 'The SAS can’t be used from the address of this computer.',
  'azure.sas-https': 'The SAS can only be used over https. Check endpoint.',
  'azure.account-disabled': 'The account is disabled.',
  'azure.no-host': 'The name of the server was not found. Check account, endpoint and the network.',
  'azure.entra-https': 'Entra can only be used over https. Check endpoint.',

  'azure.no-container': 'The container{container:named} does not exist.',
  'azure.container-being-deleted':
    'The container{container:named} is being deleted. Its name is free again in a moment.',
  'azure.container-exists': 'The container{container:named} already exists.',
  'azure.container-not-empty': 'The container {what:file} is not empty.',
  'azure.leased': '{what:file} is leased: only the program that has the lease can change it until the lease ends.',
  'azure.immutable': '{what:file} is protected from changes by a policy of its container, or by a legal hold.',
  'azure.unsupported': 'This account does not support this.',
  'azure.far-source': 'The service can’t reach the file to copy.',
  'azure.being-restored': '{what:file} is being restored from the archive and can’t be read or moved yet.',
  'azure.has-snapshots': '{what:file} has snapshots, which would be deleted too. Delete these versions first.',
  'azure.other-blob-type': '{what:file} is a page or append blob, for which the service does not support this.',
  'azure.tag-without-name': 'A tag has no name.',
  'azure.bad-tag': 'A tag has a character that the service does not allow, or is too long.',
  'azure.too-many-tags': 'A file can have at most ten tags.',
  'azure.metadata-name': 'Names of metadata can have letters, digits and underscores only.',
  'azure.metadata-too-large': 'Metadata can have at most 8 KiB.',
  'azure.other-upload': 'Another program has an unfinished upload of {what:file}. Abort that upload first.',
  'azure.bad-name':
    '{what:file} can’t be a name here: Azure allows no backslash, no control character, and no dot at the end.',
  'azure.name-too-long': 'The name {what:file} is too long: with its folders it may have 1,024 characters.',
  'azure.too-deep': '{what:file} is too deep: Azure has at most 254 levels of folders.',
  'azure.no-upload': '{what:file} has no unfinished upload.',

  'azure.sas-lacks': 'The SAS lacks the permission {permission}.',
  'azure.links-need-key': 'Links are signed with the key of the account or by Entra. This mount has neither of them.',
  'azure.trash-unknown': 'This identity is not allowed to see whether the account keeps deleted files.',
  'azure.soft-delete-off': 'Soft delete is off in this account: files are deleted permanently.',
  'azure.nothing-kept': 'Soft delete and versioning are off in this account: files are deleted permanently.',
  'azure.no-moments':
    'Soft delete and versioning are off in this account, so its state at an earlier time can’t be shown.',
  'azure.soft-delete-now-off': 'Soft delete was turned off, so what is deleted could not be restored.',

  'azure.no-revoking': 'Links signed by Entra can’t be revoked one by one.',
  'azure.too-many-links':
    'A container can have five links that can be revoked, and has five. Revoke one of them first.',
  'azure.archive-target': 'Files can be restored from the archive to Hot, Cool or Cold, but not to {tier}.',
  'azure.not-archived': '{what:file} is not archived.',
  'azure.not-a-container': 'An account is not a container.',
  'azure.source-unreadable': 'The address of the file to copy can’t be read.',
  'azure.source-changed': 'The file to copy changed meanwhile.',
  'azure.copy-archived': '{what:file} is archived. Restore it before you copy it.',
  'azure.other-account': 'The service can’t copy this file directly, because it is in another account.',
  'azure.appeared': '{what:file} was created meanwhile.',
  'azure.no-versions': '{what:file} has no versions.',
  'azure.exists-again': '{what:file} exists again.',
} as const

/** The right that a container's facts need, for settings that only Azure's management interface reads and sets. */
export const azureAccountRight = 'Microsoft.Storage/storageAccounts (a setting of the account, not of a container)'
