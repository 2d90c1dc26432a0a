/** The right that an identity needs for a request, named like the SAS permissions, or by us. */
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
