import type { Contract } from '../../contract/contract.ts'
import { opensAsFolder } from '../../contract/entry.ts'
import { failureOf, StorageError } from '../../contract/failure.ts'
import { baseName, formatLocation, type Location } from '../../contract/location.ts'
import { createDrafts } from '../../core/mounts/changing/drafts.ts'
import { type Find, findImportable, type ImportDeps, recogniseMounts } from '../../core/mounts/resolving/find-mounts.ts'
import { commonFields, mountTypesOf } from '../../core/mounts/mount-types.ts'
import type { MountChanges, Mounts } from '../../core/mounts/mounts.ts'
import { testMount } from '../../core/mounts/changing/test-mount.ts'
import type { Handlers } from '../../rpc/server.ts'
import { said, type Said } from '../../contract/sentences/said.ts'

export function mountsHandlers(mounts: Mounts, deps: ImportDeps): Handlers<Contract>['mounts'] {
  const drafts = createDrafts({ now: Date.now })

  function keepAll(finds: readonly Find[]) {
    const { mounts: listed, problems } = mounts.list()
    const names = new Set([...listed, ...problems].map(({ name }) => name))
    return finds.map(({ found, descriptor }) => {
      const draft = drafts.keep(found, descriptor, (name) => names.has(name))
      if (typeof draft.config['name'] === 'string') names.add(draft.config['name'])
      return draft
    })
  }

  /** Merges the given values over those of a draft. */
  function withDraft<Given extends MountChanges>({ draft, ...given }: Given & { readonly draft?: string }) {
    if (draft === undefined) return { ...given, config: given.config ?? {} }
    const contents = drafts.get(draft)
    return {
      ...given,
      config: { ...contents.config, ...given.config },
      secrets: { ...contents.secrets, ...given.secrets },
    }
  }

  return {
    list: async () => mounts.list(),
    watch: (_, { signal }) => mounts.changes({ signal }),
    async open({ name }, { signal }) {
      return (await mounts.open(name, { signal })).info
    },
    async add({ secrets = {}, ...rest }, { signal }) {
      const { config, secrets: all, keep } = withDraft({ ...rest, secrets })
      return mounts.add({ config, secrets: all, ...(keep && { keep }) }, { signal })
    },
    async addShelf({ folder, name }, { signal }) {
      const path = await shelfPath(mounts, folder, signal)
      return mounts.add({ config: { name, type: 'shelf', path }, secrets: {} }, { signal })
    },
    async update({ name, ...given }, { signal }) {
      const { config, ...changes } = withDraft(given)
      // A draft got a free name. The mount keeps its own name unless another one is requested.
      const { name: _, ...others } = config
      const newName = given.config?.['name']
      return mounts.update(
        name,
        { ...changes, config: newName === undefined ? others : { ...others, name: newName } },
        { signal },
      )
    },
    duplicate: ({ name, as }, { signal }) => mounts.duplicate(name, as, { signal }),
    remove: ({ name }, { signal }) => mounts.remove(name, { signal }),
    async reorder({ names }) {
      await mounts.reorder(names)
      return {}
    },
    describe: ({ name }, { signal }) => mounts.describe(name, { signal }),
    moveSecrets: ({ name, to }, { signal }) => mounts.moveSecrets(name, to, { signal }),
    async giveSecrets({ name, secrets }, { signal }) {
      await mounts.giveSecrets(name, secrets, { signal })
      return {}
    },
    types: async () => ({ common: [...commonFields], types: mountTypesOf(deps.descriptors) }),
    parse: async ({ text }) => ({ drafts: keepAll(recogniseMounts(text, deps.descriptors)) }),
    async importable() {
      const { finds, problems } = await findImportable(deps)
      return { drafts: keepAll(finds), problems: [...problems] }
    },
    test: (given, { signal }) => testMount((options) => mounts.openUnlisted(withDraft(given), options), { signal }),
    retryNow: ({ name }, { signal }) => mounts.retryNow(name, { signal }),
    async check({ name }, { signal }) {
      try {
        const { backend } = await mounts.open(name, { signal })
        await backend.stat('', { signal })
        return {}
      } catch (error) {
        signal.throwIfAborted()
        return { failure: failureOf(error, 'mounts.check') }
      }
    },
  }
}

/** Returns the path of a local folder that can become a shelf. */
async function shelfPath(mounts: Mounts, folder: Location, signal: AbortSignal): Promise<string> {
  const { backend } = await mounts.open(folder.mount, { signal })
  const name = baseName(folder.path) || folder.mount
  const refuse = (kind: 'unsupported' | 'exists' | 'not-a-folder', why: Said) =>
    new StorageError({ kind, ...why, operation: 'mounts.addShelf', location: formatLocation(folder) })
  if (!backend.localPath) throw refuse('unsupported', said('new-shelf.not-local'))
  if (backend.capabilities.keepsVersions === true) {
    throw refuse('exists', said('new-shelf.is-one', { name }))
  }
  if (!opensAsFolder(await backend.stat(folder.path, { signal }))) {
    throw refuse('not-a-folder', said('new-shelf.no-folder', { name }))
  }
  return backend.localPath.localPath(folder.path)
}
