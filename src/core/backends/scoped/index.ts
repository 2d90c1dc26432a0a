/** Windows onto other mounts. */
import { StorageError } from '../../../contract/failure.ts'
import { type Said, said } from '../../../contract/sentences/said.ts'
import type { Backend } from '../backend.ts'
import type { BackendDeps, BackendDescriptor } from '../descriptor.ts'
import { scopedChoices } from './choices.ts'
import { type ScopedConfig, scopedConfigSchema } from './config.ts'
import { createScopedBackend } from './scoped-backend.ts'
import { typeHints } from '../../../contract/sentences/forms/forms.ts'

export const scopedDescriptor: BackendDescriptor<ScopedConfig> = {
  type: 'scoped',
  group: 'other',
  hint: typeHints.scoped,
  config: scopedConfigSchema,
  secretKeys: [],
  choices: scopedChoices,
  open: openScoped,
}

async function openScoped(
  { mount, path, allow }: ScopedConfig,
  { openMount }: BackendDeps,
  { signal }: { readonly signal: AbortSignal },
): Promise<Backend> {
  if (!openMount) throw refuse('unsupported', said('scoped.needs-mounts'))
  const below = await openMount(mount, { signal })
  // only the root is known to be a folder without a request
  if (path !== '' && (await below.stat(path, { signal })).kind !== 'folder') {
    throw refuse('not-a-folder', said('scoped.not-a-folder', { path, mount }))
  }
  return createScopedBackend(below, { mount, path, allow })
}

function refuse(kind: 'unsupported' | 'not-a-folder', why: Said): StorageError {
  return new StorageError({ kind, ...why, operation: 'scoped.open' })
}
