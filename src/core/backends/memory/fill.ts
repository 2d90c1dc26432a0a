import { baseName, parentPath, pathSegments } from '../../../contract/location.ts'
import { readDataUri } from '../../../lib/text/base64.ts'
import { contentTypeOf } from '../content-type.ts'
import { createFileNode, findNode, type FolderNode } from './tree.ts'
import { makeFolder, putFile } from './write.ts'

/**
 * Stores texts and `data:` URLs by path, with their parent folders. Throws `exists` and `not-a-folder` if two paths
 * exclude each other.
 */
export function fill(root: FolderNode, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    makeParents(root, path)
    const data = text.startsWith('data:') ? readDataUri(text) : undefined
    const file = createFileNode({
      bytes: data?.bytes ?? new TextEncoder().encode(text),
      modifiedMs: Date.now(),
      properties: { ...contentTypeOf(baseName(path)), ...(data && { contentType: data.contentType }) },
    })
    putFile(root, path, file, { ifExists: 'fail', history: undefined })
  }
}

function makeParents(root: FolderNode, path: string): void {
  let above = ''
  for (const name of pathSegments(parentPath(path))) {
    above = above === '' ? name : `${above}/${name}`
    if (!findNode(root, above)) makeFolder(root, above)
  }
}
