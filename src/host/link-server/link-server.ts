/**
 * The server of our own links. It is off until it is used, and by default reachable only from this computer. All
 * Portolan processes of a user share its ledger, key and port, so the first one that runs answers for all.
 */
import type { LinkReach, LinkServerState } from '../../contract/api/links.ts'
import { failureOf } from '../../contract/failure.ts'
import type { SettingsStore } from '../settings-store.ts'
import { isServedElsewhere } from './listen/hello.ts'
import { createListener, type ListenerDeps } from './listen/listener.ts'
import { createServerSettings, type ServerSettings, urlOf } from './listen/server-settings.ts'

export interface LinkServerDeps extends Pick<ListenerDeps, 'mounts' | 'ledger' | 'signer'> {
  readonly settings: SettingsStore
  /** A file that is locked by one of two programs that start at the same time. */
  readonly lockPath: string
  readonly now?: () => number
}

export interface StartWish {
  readonly reach?: LinkReach
  readonly port?: number
  /** `null` removes it. */
  readonly baseUrl?: string | null
}

export interface LinkServer {
  state(): Promise<LinkServerState>
  /** Throws `exists` if another program uses the port. If that is a Portolan of this user, it answers all links. */
  start(wish: StartWish): Promise<LinkServerState>
  stop(): Promise<LinkServerState>
  /** Returns the beginning of links; chooses a port if there is none yet. */
  baseUrl(): Promise<string>
  /** For a program that stays open: answers links if the server was on before, also after another program has ended. */
  goOn(): Promise<void>
  /** For a program that stays open and has just created a link: starts the server unless another program answers. */
  ensureOn(): Promise<void>
  close(): Promise<void>
}

const takeOverEveryMs = 10_000

export function createLinkServer({ settings: store, lockPath, now = Date.now, ...deps }: LinkServerDeps): LinkServer {
  const settings = createServerSettings(store, lockPath)
  const listener = createListener({ ...deps, now, baseUrl: () => settings.known().baseUrl })
  const turns = createTurns()
  let isClosed = false
  let takeOver: NodeJS.Timeout | undefined
  const isElsewhere = async (at: ServerSettings) => at.port !== undefined && isServedElsewhere(at, await deps.signer())

  async function state(): Promise<LinkServerState> {
    const { isOn: _, ...told } = await settings.read()
    const address = listener.address()
    const url = told.baseUrl ?? (told.port === undefined ? undefined : urlOf({ ...told, port: told.port }))
    const where = address === undefined ? ((await isElsewhere({ isOn: true, ...told })) ? 'elsewhere' : 'off') : 'here'
    return { state: where, ...told, ...(address !== undefined && { address }), ...(url !== undefined && { url }) }
  }

  async function listen(at: ServerSettings): Promise<void> {
    if (isClosed) return
    await listener.listen(await settings.withPort(at))
  }

  /** Tries again from time to time, as long as the server is on and another program answers. */
  async function goOn(): Promise<void> {
    clearTimeout(takeOver)
    const wanted = await settings.read()
    if (isClosed || listener.address() !== undefined || !wanted.isOn) return
    await turns.take(() => listen(wanted)).catch(() => {}) // Another program uses the port.
    if (!isClosed) takeOver = setTimeout(() => void goOn().catch(() => {}), takeOverEveryMs).unref()
  }

  async function start(wish: StartWish): Promise<LinkServerState> {
    await turns.take(async () => {
      const wanted = await settings.withPort(withWish(await settings.read(), wish))
      const isOthers = listener.address() === undefined && (await isElsewhere(wanted))
      if (!isOthers) await listen(wanted)
      await settings.write({ ...wanted, isOn: true })
    })
    await goOn()
    return state()
  }

  return {
    state,
    start,
    async stop() {
      clearTimeout(takeOver)
      await turns.take(async () => {
        await settings.write({ ...(await settings.read()), isOn: false })
        await listener.leave()
      })
      return state()
    },
    baseUrl: () => turns.take(async () => urlOf(await settings.withPort(await settings.read()))),
    goOn,
    async ensureOn() {
      if (listener.address() !== undefined) return
      try {
        await start({})
      } catch (error) {
        // The link exists; the server's state shows that nothing answers it.
        if (failureOf(error).kind === 'internal') throw error
      }
    },
    async close() {
      isClosed = true
      clearTimeout(takeOver)
      await turns.take(() => listener.leave())
    },
  }
}

function withWish({ baseUrl: before, ...rest }: ServerSettings, { reach, port, baseUrl }: StartWish): ServerSettings {
  const base = baseUrl === undefined ? before : (baseUrl ?? undefined)
  return {
    ...rest,
    ...(reach && { reach }),
    ...(port !== undefined && { port }),
    ...(base !== undefined && { baseUrl: base.replace(/\/+$/, '') }),
  }
}

/** Runs work one after another. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return {
    take<T>(work: () => Promise<T>): Promise<T> {
      const turn = last.then(work)
      last = turn.catch(() => {})
      return turn
    },
  }
}
