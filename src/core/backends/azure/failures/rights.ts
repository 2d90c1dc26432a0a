/** What an identity must be allowed to do for a request, in the words of SAS permissions and ours. */
export type RightName =
  | 'list containers'
  | 'list'
  | 'read'
  | 'write'
  | 'delete'
  | 'deleteVersion'
  | 'tags'
  | 'create container'
  | 'delete container'
  | 'read container'
  | 'container policies'
  | 'delegate keys'
