/** Links to files of this computer, which our own server answers. */
import { type Said, said } from '../../contract/sentences/said.ts'
import { StorageError } from '../../contract/failure.ts'
import type { Link } from '../../contract/facets.ts'
import { parentPath } from '../../contract/location.ts'
import type { OwnLinkKind } from '../../contract/api/links.ts'
import type { Backend, Waits } from '../backends/backend.ts'
import type { LinkOptions } from '../backends/facets/link-options.ts'
import type { LinkLedger } from './link-ledger.ts'
import { hashPassword } from './link-password.ts'
import { type LinkSigner, newLinkId } from './link-signature.ts'
import type { OwnLink } from './own-link.ts'
import { receiverNameOf } from './receiver-name.ts'

export interface OwnLinksDeps {
  readonly ledger: LinkLedger
  readonly signer: () => Promise<LinkSigner>
  /** Returns the beginning of URLs. Chooses an address for the server if it has none yet. */
  readonly baseUrl: () => Promise<string>
  readonly now?: () => number
}

const operation = 'links.make'

/**
 * Adds `links` to a mount that is a folder of this computer and has no links of its own. Remote stores sign their own
 * links or have none: their data would pass through this computer twice, and a separate server might lack their
 * secrets.
 */
export function withOwnLinks(inner: Backend, mount: string, deps: OwnLinksDeps | undefined): Backend {
  const { localPath, capabilities } = inner
  if (!deps || inner.links || !localPath || capabilities.windowOf) return inner
  return {
    ...inner,
    capabilities: {
      ...capabilities,
      facets: [...capabilities.facets, 'links'],
      links: {
        methods: ['get', 'put'],
        canRevoke: true,
        servedBy: 'us',
        extras: ['folder', 'several', 'uploads', 'password', 'count', 'size', 'name', 'type'],
      },
    },
    links: {
      make: (path, options) => makeLink(inner, { mount, deps }, path, options),
      async revoke(_, revocationId) {
        await deps.ledger.noteRevoked(revocationId)
      },
    },
  }
}

interface Making {
  readonly mount: string
  readonly deps: OwnLinksDeps
}

async function makeLink(backend: Backend, making: Making, path: string, options: LinkOptions): Promise<Link> {
  const { mount, deps } = making
  const { method, lastsMs, also = [], signal } = options
  const paths = [path, ...also.filter((each) => each !== path)]
  const kind = await kindOf(backend, paths, options)
  const endsMs = (deps.now ?? Date.now)() + lastsMs
  const link: OwnLink = {
    mount,
    paths,
    places: paths.map((each) => placeOf(backend, each)),
    method,
    kind,
    endsMs,
    ...(options.downloadAs !== undefined && { name: options.downloadAs }),
    ...(options.contentType !== undefined && method === 'get' && { contentType: options.contentType }),
    ...(options.password !== undefined && { password: await hashPassword(options.password) }),
    ...(options.mostUses !== undefined && { mostUses: options.mostUses }),
    ...(options.mostBytes !== undefined && { mostBytes: options.mostBytes }),
  }
  const [signer, base] = [await deps.signer(), await deps.baseUrl()]
  signal.throwIfAborted()
  const id = newLinkId()
  const signed = JSON.stringify(link)
  deps.ledger.noteOwn(id, link, signed)
  const shown = kind === 'file' || kind === 'upload' ? encodeURIComponent(receiverNameOf(link)) : ''
  return {
    url: `${base}/l/${id}.${signer.sign('link', `${id}\n${signed}`)}/${shown}`,
    method,
    endsMs,
    headers: {},
    revocation: 'policy',
    revocationId: id,
    servedBy: 'us',
  }
}

/** Returns the path of an entry on this computer, as text. */
export function placeOf({ localPath }: Backend, path: string): string {
  const place = localPath?.osPath(path) ?? ''
  return typeof place === 'string' ? place : `bytes:${place.toString('hex')}`
}

async function kindOf(backend: Backend, paths: readonly string[], options: LinkOptions): Promise<OwnLinkKind> {
  const kinds: ('file' | 'folder' | 'nothing')[] = []
  for (const path of paths) kinds.push(await plainKindOf(backend, path, options))
  if (options.method === 'get') {
    const missing = kinds.indexOf('nothing')
    if (missing >= 0) throw refuse('not-found', said('store.not-found', { what: paths[missing] ?? '' }))
    return paths.length > 1 ? 'several' : kinds[0] === 'folder' ? 'folder' : 'file'
  }
  const [path = ''] = paths
  if (paths.length > 1) throw refuse('bad-input', said('share.one-target'))
  if (kinds[0] === 'folder') return 'inbox'
  if ((await plainKindOf(backend, parentPath(path), options)) === 'folder') return 'upload'
  throw refuse('not-found', said('store.no-parent', { what: path }))
}

/** Symbolic links are not shared, because their target may change later. */
async function plainKindOf(backend: Backend, path: string, { signal }: Waits): Promise<'file' | 'folder' | 'nothing'> {
  try {
    const { kind } = await backend.stat(path, { signal })
    if (kind === 'file' || kind === 'folder') return kind
  } catch (error) {
    if (error instanceof StorageError && error.failure.kind === 'not-found') return 'nothing'
    throw error
  }
  throw refuse('unsupported', said('share.special', { what: path }))
}

function refuse(kind: 'not-found' | 'bad-input' | 'unsupported', why: Said): StorageError {
  return new StorageError({ kind, ...why, operation })
}
