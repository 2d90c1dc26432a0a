/** Names of the conformance suite that the service cannot hold. */
const source =
  'https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata'

export const refusedNames = {
  'a new line': `control characters are not allowed: ${source}`,
  'a tab': `control characters are not allowed: ${source}`,
  'a backslash': `the service takes it for a slash: ${source}`,
  'a dot behind': `no part of a name should end with a dot, the service drops it: ${source}`,
  'three dots': `no part of a name should end with a dot, the service drops it: ${source}`,
}
