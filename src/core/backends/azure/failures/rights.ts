/** What an identity must be allowed to do for a request, in the words of SAS permissions and in ours. */
export const rights = {
  'list containers': 'see which containers there are',
  list: 'list this container',
  read: 'read files here',
  write: 'write here',
  delete: 'delete here',
  deleteVersion: 'delete versions here',
  tags: 'see or set tags here',
  'create container': 'make containers',
  'delete container': 'delete this container',
  'read container': 'see the facts of this container',
  'container policies': 'see or set the access policies of this container',
  'delegate keys': 'sign links (Entra: generateUserDelegationKey)',
} as const
export type RightName = keyof typeof rights
