/**
 * An archive opens as a read-only mount. The mount's name contains the archive's location: `Home!reports%2Fphotos.zip`
 * shows `Home:reports/photos.zip`. Such a mount is not listed, and a configured mount can't have such a name.
 */

/** The location of an archive. */
export interface ArchivePlace {
  /** May itself be a past mount or an archive. */
  readonly mount: string
  readonly path: string
}

/** Endings of archives that the Enter key opens. */
const archiveEndings = ['.zip', '.jar', '.tar', '.tar.gz', '.tgz']
/** Endings of zip files with another purpose. The system's programs open them; they open as archives only on demand. */
const alsoZips = '.docx .xlsx .pptx .odt .ods .odp .epub .apk .aab .ipa .war .ear .cbz .whl .xpi .nupkg .kmz'.split(' ')

export function isArchiveName(name: string): boolean {
  return hasEnding(name, archiveEndings)
}

/** Tells whether a file with this name may be opened as an archive. */
export function isArchiveLike(name: string): boolean {
  return isArchiveName(name) || hasEnding(name, alsoZips)
}

/** Returns the folder name for the contents of an archive. */
export function nameWithoutArchiveEnding(name: string): string {
  const lower = name.toLowerCase()
  const ending = archiveEndings.filter((each) => lower.endsWith(each)).toSorted((a, b) => b.length - a.length)[0]
  return name.slice(0, name.length - (ending ?? /\.[^.]*$|$/.exec(name)?.[0] ?? '').length) || name
}

export function archiveMountName({ mount, path }: ArchivePlace): string {
  return `${mount}!${encoded(path)}`
}

/** Parses the name of an archive mount; undefined for any other name. Each archive has exactly one such name. */
export function archiveMountOf(name: string): ArchivePlace | undefined {
  const [, mount = '', code = ''] = /^(.+)!([^!@/:\\\p{Cc}]+)$/u.exec(name) ?? []
  const path = code.replaceAll(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return code !== '' && encoded(path) === code ? { mount, path } : undefined
}

/** Returns the mount that holds the outermost archive: `Home` for an archive within an archive of `Home`. */
export function mountBelowArchives(name: string): string {
  const place = archiveMountOf(name)
  return place ? mountBelowArchives(place.mount) : name
}

/**
 * Splits `photos.zip!/inner` in a user's path into the archive and the rest. Applies only to files named like an
 * archive.
 */
export function splitAtArchive(path: string): { readonly archive: string; readonly rest: string } | undefined {
  for (const { index } of path.matchAll(/!(?:\/|$)/g)) {
    if (isArchiveLike(path.slice(0, index))) return { archive: path.slice(0, index), rest: path.slice(index + 2) }
  }
  return undefined
}

/** Replaces each `photos.zip!/` in a user's location by the mount of that archive. */
export function insideArchives(location: ArchivePlace): ArchivePlace {
  const split = splitAtArchive(location.path)
  if (!split || split.archive === '') return location
  return insideArchives({ mount: archiveMountName({ mount: location.mount, path: split.archive }), path: split.rest })
}

function encoded(path: string): string {
  const hex = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  return path.replaceAll(/[%/:\\!@\p{Cc}]/gu, hex)
}

function hasEnding(name: string, endings: readonly string[]): boolean {
  const lower = name.toLowerCase()
  return endings.some(
    (ending) => lower.endsWith(ending) && lower.length > ending.length && !lower.endsWith(`/${ending}`),
  )
}
