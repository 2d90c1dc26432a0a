/**
 * Azure Blob Storage and its emulator Azurite: a container, a part of one, or all containers of an account. Folders are
 * the common prefixes of names up to a slash; `object-names.ts` describes how any name becomes a path. Rows of a
 * listing need no requests of their own.
 */
import { statEntry } from '../object-store/read/stat.ts'
import { removeEntry } from '../object-store/write/remove.ts'
import { makeFolder } from '../object-store/write/make-folder.ts'
import { isCode, isDenied, isMissing } from '../object-store/failures/refusal.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Backend } from '../backend.ts'
import { createRecentKeys } from '../object-store/recent-keys.ts'
import type { BackendDescriptor } from '../descriptor.ts'
import { accountOf } from './connect/account.ts'
import { azureChoices } from './connect/choices.ts'
import { type ClientOptions, createAzureClient } from './connect/client.ts'
import { type AzureConfig, azureConfigSchema, keyPrefixOf } from './config.ts'
import { facetsOf } from './facets.ts'
import { failingAs } from './failures/failures.ts'
import { listBlobs } from './read/list.ts'
import { importAzure, recogniseAzure } from './connect/paste.ts'
import type { Scope } from './connect/scope.ts'
import { readBlob } from './read/read.ts'
import { azureService } from './service.ts'
import { writeBlob } from './write/write.ts'

export const azureDescriptor: BackendDescriptor<AzureConfig> = {
  type: 'azure',
  group: 'cloud',
  hint: 'Azure',
  config: azureConfigSchema,
  secretKeys: ['accountKey', 'sasToken', 'connectionString'],
  choices: azureChoices,
  recognise: recogniseAzure,
  importable: importAzure,
  open: (config, _deps, { signal }) => openAzure(config, { signal }),
}

export interface OpenOptions extends ClientOptions {
  readonly signal: AbortSignal
}

/** Opens a mount. Asks the account only whether it has soft delete, and creates the container if configured. */
export async function openAzure(config: AzureConfig, { signal, ...clientOptions }: OpenOptions): Promise<Backend> {
  signal.throwIfAborted()
  const account = accountOf(config)
  if ('code' in account) throw new StorageError({ kind: 'bad-input', ...account, operation: 'azure.open' })
  const client = await createAzureClient(account, clientOptions)
  const { container } = account
  const scope: Scope = {
    ...azureService(client),
    client,
    prefix: keyPrefixOf(config),
    folders: createRecentKeys(30_000),
    absent: createRecentKeys(3000),
    ...(container !== undefined && { container }),
    ...(config.tier !== undefined && { tier: config.tier }),
  }
  if (container !== undefined && config.createContainer) await ensureContainer(scope, container, signal)

  const { capabilities, facets } = await failingAs({ operation: 'azure.open', path: '' }, () => facetsOf(scope, signal))
  return {
    ...facets,
    capabilities,
    list: (path, options) => listBlobs(scope, path, options),
    stat: (path, options) => statEntry(scope, path, options),
    read: (path, options) => readBlob(scope, path, options),
    write: (path, body, options) => writeBlob(scope, path, body, options),
    makeFolder: (path, options) => makeFolder(scope, path, options),
    remove: (path, options) => removeEntry(scope, path, options),
    async close() {
      client.close()
    },
  }
}

async function ensureContainer(scope: Scope, container: string, signal: AbortSignal): Promise<void> {
  await failingAs({ operation: 'azure.open', path: '', container }, async () => {
    try {
      await scope.client.request({ right: 'read container', signal }, ({ abortSignal }) =>
        scope.client.container(container).getProperties({ abortSignal }),
      )
    } catch (error) {
      if (isDenied(error)) return // without the right to read, creating would fail too; the first operation reports the error
      if (!isMissing(error) && !isCode(error, 'ContainerNotFound')) throw error
      await scope.makeContainer(container, signal).catch((refused: unknown) => {
        if (!isCode(refused, 'ContainerAlreadyExists')) throw refused
      })
    }
  })
}
