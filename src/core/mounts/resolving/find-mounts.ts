/** Finds mounts in pasted text and in the files of other tools. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FoundMount, ImportSources } from '../../backends/adding/found-mount.ts'
import { isEncryptedRclone } from '../../backends/adding/rclone-obscure.ts'
import type { BackendDescriptor } from '../../backends/descriptor.ts'
import { mountFailure } from '../opening/mount-failure.ts'
import { said } from '../../../contract/sentences/said.ts'

export interface Find {
  readonly found: FoundMount
  readonly descriptor: BackendDescriptor
}

export interface Imported {
  readonly finds: readonly Find[]
  readonly problems: readonly { readonly source: string; readonly message: string }[]
}

export interface ImportDeps {
  readonly homeFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly descriptors: readonly BackendDescriptor[]
}

/** Fails with `bad-input` if nothing is recognised. The failure never quotes the text. */
export function recogniseMounts(text: string, descriptors: readonly BackendDescriptor[]): readonly Find[] {
  if (isEncryptedRclone(text)) throw mountFailure('unsupported', said('paste.rclone-encrypted'), 'parse')
  const finds = findAll(text, descriptors)
  if (finds.length > 0) return finds
  throw mountFailure('bad-input', said('paste.unknown'), 'parse')
}

function findAll(text: string, descriptors: readonly BackendDescriptor[]): Find[] {
  const finds = descriptors.flatMap((descriptor) =>
    (descriptor.recognise?.(text) ?? []).map((found) => ({ found, descriptor })),
  )
  const sure = finds.filter(({ found }) => !found.isGuess)
  return sure.length > 0 ? sure : finds
}

/** Never fails. A file that can't be read is reported as a problem. */
export async function findImportable({ homeFolder, env, descriptors }: ImportDeps): Promise<Imported> {
  const problems: { source: string; message: string }[] = []
  const addProblem = (source: string, message: string) => void problems.push({ source, message })
  const sources: ImportSources = { homeFolder, env, readText: (path) => readText(path, addProblem), addProblem }
  const perBackend = await Promise.all(
    descriptors.map(async (descriptor) => {
      const found = (await descriptor.importable?.(sources)) ?? []
      return found.map((one) => ({ found: one, descriptor }))
    }),
  )
  return { finds: [...perBackend.flat(), ...(await findInRclone(sources, descriptors))], problems }
}

async function findInRclone(
  { homeFolder, env, readText: read, addProblem }: ImportSources,
  descriptors: readonly BackendDescriptor[],
): Promise<Find[]> {
  const configHome = env['XDG_CONFIG_HOME'] ?? join(homeFolder, '.config')
  const places = [env['RCLONE_CONFIG'], join(configHome, 'rclone', 'rclone.conf'), join(homeFolder, '.rclone.conf')]
  for (const path of places) {
    if (path === undefined || path === '') continue
    const text = await read(path)
    if (text === undefined) continue
    if (isEncryptedRclone(text)) {
      addProblem(path, said('paste.rclone-encrypted').message)
      return []
    }
    return findAll(text, descriptors).map(({ found, descriptor }) => ({
      found: { ...found, source: path },
      descriptor,
    }))
  }
  return []
}

const mostBytes = 4_000_000

async function readText(path: string, addProblem: ImportSources['addProblem']): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'utf8')
    if (text.length <= mostBytes) return text
    addProblem(path, said('import.too-large').message)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      addProblem(path, said('import.unreadable', { code: String(code) }).message)
  }
  return undefined
}
