import { randomUUID } from 'node:crypto'
import type { MountDraft } from '../../../contract/api/mounts.ts'
import type { BackendDescriptor } from '../../backends/descriptor.ts'
import type { FoundMount } from '../../backends/adding/found-mount.ts'
import type { Secrets } from '../../credentials/secrets.ts'
import { mountFailure } from '../opening/mount-failure.ts'
import { secretsIn, withoutSecrets } from '../resolving/secret-keys.ts'
import { said } from '../../../contract/sentences/said.ts'

/** The config and secrets that a draft stands for. */
export interface DraftContents {
  readonly config: Readonly<Record<string, unknown>>
  readonly secrets: Secrets
}

/** Mounts that were found in a text but not added yet. Their secrets stay here; callers refer to them by an id. */
export interface Drafts {
  /** `isTaken` tells whether a name is in use. */
  keep(found: FoundMount, descriptor: BackendDescriptor, isTaken: (name: string) => boolean): MountDraft
  /** Fails with `not-found` if the draft has expired. */
  get(draft: string): DraftContents
}

export interface DraftsDeps {
  readonly now: () => number
}

const lifeMs = 30 * 60_000
/** A file of another tool may contain very many mounts. */
const mostDrafts = 2000

export function createDrafts({ now }: DraftsDeps): Drafts {
  const kept = new Map<string, DraftContents & { readonly endsMs: number }>()

  function forgetOld() {
    for (const [id, { endsMs }] of kept) if (endsMs <= now() || kept.size >= mostDrafts) kept.delete(id)
  }

  return {
    keep({ name, config, secrets, source, problem }, descriptor, isTaken) {
      const { type } = descriptor
      forgetOld()
      const free = freeName(name ?? type, isTaken)
      const contents = {
        config: { name: free, type, ...withoutSecrets(config, descriptor) },
        // A recogniser may put a secret into the config; it is moved to the secrets here.
        secrets: { ...secretsIn(config, descriptor), ...secrets },
      }
      const draft = randomUUID()
      kept.set(draft, { ...contents, endsMs: now() + lifeMs })
      return {
        draft,
        config: contents.config,
        secrets: Object.keys(contents.secrets),
        ...(source !== undefined && { source }),
        ...(problem !== undefined && { problem }),
      }
    },
    get(draft) {
      forgetOld()
      const contents = kept.get(draft)
      if (contents) return contents
      throw mountFailure('not-found', said('mount.draft-gone'), 'draft')
    },
  }
}

/** Returns a valid name for a mount that is not in use. */
function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  const plain =
    wanted
      .replace(/[:/\\\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, 80)
      .trim() || 'mount'
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? plain : `${plain} ${count}`
    if (!isTaken(name)) return name
  }
}
