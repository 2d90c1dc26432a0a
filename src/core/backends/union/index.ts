/** The same files in several mounts, read from the first that can be reached. */
import { StorageError } from '../../../contract/failure.ts'
import type { Backend, Waits } from '../backend.ts'
import type { BackendDeps, BackendDescriptor } from '../descriptor.ts'
import { unionChoices } from './choices.ts'
import { type UnionConfig, unionConfigSchema } from './config.ts'
import { createUnionBackend, isDown, unionCapabilities } from './union-backend.ts'

export const unionDescriptor: BackendDescriptor<UnionConfig> = {
  type: 'union',
  group: 'other',
  hint: 'several places',
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
  if (!openMount) throw refuse('A mount of several places needs these mounts.')
  let firstError: unknown
  for (const [current, { mount, path }] of members.entries()) {
    try {
      const below = await openMount(mount, waits)
      await below.stat(path, waits)
      const notice = current === 0 ? undefined : `Shown from ${mount}, as ${members[0]?.mount} can’t be reached.`
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

function refuse(message: string): StorageError {
  return new StorageError({ kind: 'unsupported', message, operation: 'union.open' })
}
