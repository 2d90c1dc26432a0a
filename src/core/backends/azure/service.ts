/** The Azure implementation of the operations that all object stores share. */
import { refuse } from '../object-store/failures/failures.ts'
import type { ObjectService } from '../object-store/store.ts'
import type { AzureClient } from './connect/client.ts'
import { azureFailures } from './failures/failures.ts'
import { factsOf } from './read/list.ts'
import { firstKeys, headIfAny, isMarked, isMarker, listSegment, markerName } from './read/look-up.ts'
import { checkNewName, mostKeyCharacters, mostSegments } from './connect/scope.ts'
import { deleteBlob, removeContainer } from './write/remove.ts'
import { putBlob } from './write/write.ts'

export function azureService(client: AzureClient): ObjectService {
  const scope = { client }

  return {
    name: 'azure',
    failures: azureFailures,
    checkKey(key, attempt) {
      if (key.length > mostKeyCharacters) {
        throw refuse('bad-name', 'azure.name-too-long', attempt)
      }
      if (key.split('/').length > mostSegments) {
        throw refuse('bad-name', 'azure.too-deep', attempt)
      }
    },
    checkNewKey: checkNewName,
    firstKeys: (container, prefix, signal) => firstKeys(scope, container, prefix, signal),
    isMarked: (container, prefix, signal) => isMarked(scope, container, prefix, signal),
    async head(container, key, signal) {
      const head = await headIfAny(scope, container, key, signal)
      if (!head) return undefined
      if (isMarker(head.metadata)) return { kind: 'folder', isMarked: true }
      return { kind: 'file', facts: factsOf(head.contentLength, head.lastModified, head.accessTier) }
    },
    async listAt(container, key, folder, signal) {
      const page = await listSegment(scope, container, key, signal, { most: 2 })
      const { blobItems, blobPrefixes = [] } = page.segment
      const hasOthers = blobItems.length + blobPrefixes.length > 0 || Boolean(page.continuationToken)
      const row = blobItems.find(({ name }) => name === key)
      if (row && isMarker(row.metadata)) return { found: { kind: 'folder', isMarked: true }, hasOthers }
      if (row) {
        const { contentLength, lastModified, accessTier } = row.properties
        return { found: { kind: 'file', facts: factsOf(contentLength, lastModified, accessTier) }, hasOthers }
      }
      const isFolder = blobPrefixes.some(({ name }) => name === folder)
      return { ...(isFolder && { found: { kind: 'folder' } }), hasOthers }
    },
    /**
     * Stores an empty blob with the folder's name and the folder's metadata, as Azure's tools create it. If a file has
     * that name, the marker's name ends with a slash.
     */
    async putFolder({ container, file, folder }, signal) {
      const stored = { mustBeNew: true, headers: {}, metadata: { [markerName]: 'true' } }
      await putBlob(scope, { container, key: file ?? folder, bytes: new Uint8Array(), stored, signal })
    },
    async makeContainer(container, signal) {
      await client.request({ right: 'create container', signal }, ({ abortSignal }) =>
        client.container(container).create({ abortSignal }),
      )
    },
    /**
     * The service fails if nothing exists at the key. It also refuses to delete a file with snapshots; this is
     * intended, because they are versions and would be deleted too.
     */
    removeKey: (container, key, signal) => deleteBlob(scope, container, key, signal),
    removeContainer: (container, attempt, signal) => removeContainer(scope, container, attempt, signal),
  }
}
