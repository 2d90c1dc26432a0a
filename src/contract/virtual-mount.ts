/**
 * A file that is built from other files while it is read: several files joined into one, or the difference of two. It
 * is the only entry of a read-only mount. The mount's name lists the files: `joined/all.log/Home;a.log/Home;b.log`.
 * Such a mount is not listed, and a configured mount can't have such a name.
 */

export const longestMount = 200_000
/** Larger files are not compared as text. */
export const mostComparedBytes = 8 * 1024 ** 2

/** One of the files. It has a version if it is an older state. */
export interface VirtualPart {
  readonly mount: string
  readonly path: string
  readonly version?: string
}

export interface VirtualFile {
  /** `joined`: the bytes of all parts. `difference`: the difference of two parts, as a unified diff. */
  readonly kind: 'joined' | 'difference'
  /** The name of the entry. */
  readonly name: string
  readonly parts: readonly VirtualPart[]
}

/** Returns the location of the file. Undefined if it has too many parts to list in the name. */
export function virtualLocation({
  kind,
  name,
  parts,
}: VirtualFile): { readonly mount: string; readonly path: string } | undefined {
  const mount = [kind, encoded(name), ...parts.map(encodedPart)].join('/')
  return mount.length > longestMount ? undefined : { mount, path: name }
}

/** Parses the name of such a mount; undefined for any other name. Each such file has exactly one name. */
export function virtualFileOf(mount: string): VirtualFile | undefined {
  const [kind, nameCode = '', ...codes] = mount.split('/')
  if (kind !== 'joined' && kind !== 'difference') return undefined
  const name = decoded(nameCode)
  const parts = codes.map(decodedPart)
  const isWhole = kind === 'joined' ? parts.length > 0 : parts.length === 2
  const isMeant = isWhole && name !== '' && virtualLocation({ kind, name, parts })?.mount === mount
  return isMeant && parts.every((part) => part.mount !== '' && part.path !== '') ? { kind, name, parts } : undefined
}

/** Returns the mount of the first part. If that part is itself such a file, its first part is used, and so on. */
export function mountBelowVirtual(mount: string): string {
  const file = virtualFileOf(mount)
  return file?.parts[0] ? mountBelowVirtual(file.parts[0].mount) : mount
}

/** Formats a short description for display: `a.log + b.log + 3 more`. */
export function describeVirtual({ kind, parts }: VirtualFile): string {
  const names = parts.slice(0, 2).map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
  if (kind === 'difference') return `difference of ${names.join(' and ')}`
  return [...names, ...(parts.length > 2 ? [`${parts.length - 2} more`] : [])].join(' + ')
}

function encodedPart({ mount, path, version }: VirtualPart): string {
  return [mount, path, ...(version === undefined ? [] : [version])].map(encoded).join(';')
}

function decodedPart(code: string): VirtualPart {
  const [mount = '', path = '', version] = code.split(';').map(decoded)
  return { mount, path, ...(version !== undefined && { version }) }
}

function encoded(text: string): string {
  const hex = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  return text.replaceAll(/[%/:;\\!@\p{Cc}]/gu, hex)
}

function decoded(code: string): string {
  return code.replaceAll(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
