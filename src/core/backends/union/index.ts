/** The same files in several mounts, read from the first one that can be reached. */
import { said } from '../../../contract/sentences/said.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Backend, Waits } from '../backend.ts'
import type { BackendDeps, BackendDescriptor } from '../descriptor.ts'
import { unionChoices } from './choices.ts'
import { type UnionConfig, unionConfigSchema } from './config.ts'
import { createUnionBackend, isDown, unionCapabilities } from './union-backend.ts'
import { typeHints } from '../../../contract/sentences/forms/forms.ts'

export const unionDescriptor: BackendDescriptor<UnionConfig> = {
  type: 'union',
  group: 'other',
  hint: typeHints.union,
  config: unionConfigSchema,
  secretKeys: [],
  choices: unionChoices,
  open: openUnion,
}

async function openUnion(
  { members }: UnionConfig,
  { openMount, reopenLater }: BackendDeps,
  waits: Waits,
): Promise<Backend> {
  if (!openMount)
    throw new StorageError({ kind: 'unsupported', ...said('union.needs-mounts'), operation: 'union.open' })
  let firstError: unknown
  for (const [current, { mount, path }] of members.entries()) {
    try {
      const below = await openMount(mount, waits)
      await below.stat(path, waits)
      const first = members[0]?.mount ?? ''
      const notice = current === 0 ? undefined : said('union.shown-from', { mount, first }).message
      const capabilities = unionCapabilities(below.capabilities, notice)
      return createUnionBackend({ members, openMount, current, capabilities, onMoved: reopenLater ?? (() => {}) })
    } catch (error) {
      waits.signal.throwIfAborted()
      if (!isDown(error)) throw error
      firstError ??= error
    }
  }
  throw firstError
}
