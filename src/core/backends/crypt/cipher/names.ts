/** Translates names of files and folders into those of the underlying mount. */
import { isSafeName } from '../../../layers/path-guard.ts'
import { pathSegments } from '../../../../contract/location.ts'
import type { CryptConfig } from '../config.ts'
import { transformEme } from './eme.ts'
import type { Keys } from './keys.ts'
import { nameEncodings } from './name-encoding.ts'
import { obfuscate, reveal } from './obfuscate.ts'

const block = 16
const longestName = 2048

export interface Names {
  /** The underlying path of a file and of a folder at a path. Usually both are the same. */
  fileBelow(path: string): string
  folderBelow(path: string): string
  /** Returns undefined for a name that cannot be decrypted with this password. */
  above(name: string, isFolder: boolean): string | undefined
}

/** The suffixes that rclone's `--backup-dir` and versions add to names stay readable in the underlying mount. */
const versioned = /^(.*?)(-v\d{4}-\d\d-\d\d-\d{6}-\d{3})((?:\.tar)?\.[^./]*)?$/s

export function namesOf(config: CryptConfig, keys: Keys): Names {
  const { filenameEncryption: way, directoryNameEncryption } = config
  const suffix = config.suffix === 'none' ? '' : config.suffix
  const encoding = nameEncodings[config.filenameEncoding]
  const decoder = new TextDecoder('utf-8', { fatal: true })

  function segmentBelow(name: string): string {
    if (way === 'obfuscate') return obfuscate(name, keys.name)
    const bytes = Buffer.from(name)
    const padding = block - (bytes.length % block)
    return encoding.encode(
      transformEme(keys.name, keys.tweak, Buffer.concat([bytes, Buffer.alloc(padding, padding)]), 'encrypt'),
    )
  }

  function segmentAbove(name: string): string | undefined {
    if (way === 'obfuscate') return reveal(name, keys.name)
    const bytes = encoding.decode(name)
    if (!bytes || bytes.length === 0 || bytes.length % block !== 0 || bytes.length > longestName) return undefined
    if (encoding.encode(bytes) !== (config.filenameEncoding === 'base32' ? name.toLowerCase() : name)) return undefined
    const plain = transformEme(keys.name, keys.tweak, bytes, 'decrypt')
    const padding = plain.at(-1) ?? 0
    if (padding < 1 || padding > block || !plain.subarray(-padding).every((byte) => byte === padding)) return undefined
    try {
      return decoder.decode(plain.subarray(0, -padding))
    } catch {
      return undefined
    }
  }

  const hasPlainFolders = way === 'off' || !directoryNameEncryption
  const folderName = (name: string) => (hasPlainFolders ? name : segmentBelow(name))
  function fileName(name: string): string {
    if (way === 'off') return name + suffix
    const [, base, version, ext = ''] = versioned.exec(name) ?? []
    return base === undefined || version === undefined ? segmentBelow(name) : segmentBelow(base + ext) + version
  }
  function fileAbove(name: string): string | undefined {
    if (way === 'off')
      return name.endsWith(suffix) && name !== suffix ? name.slice(0, name.length - suffix.length) : undefined
    const [, base, version] = versioned.exec(name) ?? []
    if (base === undefined || version === undefined) return segmentAbove(name)
    const plain = segmentAbove(base)
    const [, stem = plain, ext = ''] = /^(.*?)((?:\.tar)?\.[^./]*)$/s.exec(plain ?? '') ?? []
    return plain === undefined ? undefined : `${stem}${version}${ext}`
  }

  return {
    fileBelow(path) {
      const names = pathSegments(path)
      const last = names.length - 1
      return names.map((name, at) => (at === last ? fileName(name) : folderName(name))).join('/')
    },
    folderBelow: (path) => pathSegments(path).map(folderName).join('/'),
    above(name, isFolder) {
      const plain = isFolder ? (hasPlainFolders ? name : segmentAbove(name)) : fileAbove(name)
      return plain !== undefined && isSafeName(plain) ? plain : undefined
    },
  }
}
