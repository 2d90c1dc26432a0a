import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unpackEntries } from '../../contract/entry-page.ts'
import type { Item, Transfer, TransferRequest } from '../../contract/transfer.ts'
import type { Backend } from '../backends/backend.ts'
import { localDescriptor } from '../backends/local/index.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { standardStack } from '../layers/standard-stack.ts'
import type { Mounts } from '../mounts/mounts.ts'
import { walk } from '../operations/walk.ts'
import { createTransfers, type Transfers, type TransfersDeps } from './transfers.ts'

const { signal } = new AbortController()

/** A file tree. Names of folders end with a slash and have no content. */
export type Tree = Readonly<Record<string, string>>

/** Two mounts in memory and one on the disk, with their own queue. */
export interface Rig {
  /** The folder of the mount `local`. */
  readonly folder: string
  readonly opened: Map<string, Backend>
  readonly transfers: Transfers
  readonly mounts: Pick<Mounts, 'open'>
  backendOf(mount: string): Backend
  build(mount: string, tree: Tree): Promise<void>
  textOf(mount: string, path: string): Promise<string>
  treeOf(mount: string): Promise<Tree>
  /** Starts a transfer, waits for its end and returns its items. */
  run(request: TransferRequest): Promise<{ readonly transfer: Transfer; readonly items: readonly Item[] }>
  untilEnded(id: number): Promise<Transfer>
  until(id: number, is: (transfer: Transfer) => boolean): Promise<Transfer>
  itemsOf(id: number): readonly Item[]
  /** Opens another program on the same queue. The caller closes the first one if needed. */
  reopen(deps?: Partial<TransfersDeps>): Transfers
  close(): Promise<void>
}

export async function createRig(deps: Partial<TransfersDeps> = {}): Promise<Rig> {
  const top = await realpath(await mkdtemp(join(tmpdir(), 'portolan-transfers-')))
  const folder = join(top, 'local')
  const { mkdir } = await import('node:fs/promises')
  await mkdir(folder)
  const local = await localDescriptor.open({ path: folder }, {}, { signal })
  const opened = new Map<string, Backend>([
    ['memory', standardStack(createMemoryBackend(), { mount: 'memory', readOnly: false })],
    ['other', standardStack(createMemoryBackend(), { mount: 'other', readOnly: false })],
    ['local', standardStack(local, { mount: 'local', readOnly: false, isRemote: false })],
  ])
  const first = new Map(opened)
  const mounts: Pick<Mounts, 'open'> = {
    async open(name) {
      const info = { name, type: 'memory', group: 'other', readOnly: false, builtIn: false } as const
      return { info, backend: backendOf(name) }
    },
  }
  const create = (more: Partial<TransfersDeps> = {}) =>
    createTransfers({
      mounts,
      folder: join(top, 'data'),
      runsAll: true,
      patienceMs: 0,
      firstWaitMs: 5,
      ...deps,
      ...more,
    })
  const all: Transfers[] = [create()]

  function backendOf(mount: string): Backend {
    const backend = opened.get(mount)
    if (!backend) throw new Error(`no mount ${mount}`)
    return backend
  }
  const current = () => all.at(-1) as Transfers
  async function textOf(mount: string, path: string) {
    const stream = await backendOf(mount).read(path, { signal })
    return new Response(stream as ConstructorParameters<typeof Response>[0]).text()
  }
  async function until(id: number, is: (transfer: Transfer) => boolean): Promise<Transfer> {
    const limit = AbortSignal.timeout(20_000)
    for await (const event of current().watch({ signal: limit })) {
      const found = event.transfers.find((transfer) => transfer.id === id)
      if (found && is(found)) return found
    }
    throw new Error(`transfer ${id} did not get there`)
  }
  const untilEnded = (id: number) => until(id, ({ state }) => state === 'ended')
  const itemsOf = (id: number) => current().items({ id, order: 'plan', limit: 1000 }).items

  return {
    folder,
    opened,
    get transfers() {
      return current()
    },
    mounts,
    backendOf,
    async build(mount, tree) {
      for (const [path, content] of Object.entries(tree)) {
        if (path.endsWith('/')) await backendOf(mount).makeFolder(path.slice(0, -1), { signal })
        else {
          const body = new Blob([content]).stream() as ReadableStream<Uint8Array>
          await backendOf(mount).write(path, body, { ifExists: 'replace', signal, modifiedMs: 1_600_000_000_123 })
        }
      }
    },
    textOf,
    async treeOf(mount) {
      const tree: Record<string, string> = {}
      for await (const item of walk(backendOf(mount), '', { signal })) {
        if ('failure' in item) throw new Error(item.failure.message)
        for (const { name, kind } of unpackEntries(item.page)) {
          const path = item.path === '' ? name : `${item.path}/${name}`
          tree[kind === 'folder' ? `${path}/` : path] = kind === 'file' ? await textOf(mount, path) : ''
        }
      }
      return Object.fromEntries(Object.entries(tree).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    },
    async run(request) {
      const { id } = current().start(request)
      const transfer = await untilEnded(id)
      return { transfer, items: itemsOf(id) }
    },
    untilEnded,
    until,
    itemsOf,
    reopen(more = {}) {
      const again = create(more)
      all.push(again)
      return again
    },
    async close() {
      await Promise.all(all.map((transfers) => transfers.close()))
      await Promise.all([...first.values()].map((backend) => backend.close()))
      await rm(top, { recursive: true })
    },
  }
}

/** Formats results as `done path`, `skipped path`, or the kind of the failure and the path. */
export function outcomesOf(items: readonly Item[]): readonly string[] {
  return items.map(({ state, failure, to, from }) => `${failure?.kind ?? state} ${(to ?? from).path}`)
}
