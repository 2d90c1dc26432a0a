/**
 * An archive opens as a mount that can only be read. Its name says where the archive is: `Home!reports%2Fphotos.zip` shows
 * `Home:reports/photos.zip`. Such a mount is not listed, and no configured mount can have such a name.
 */

/** Where an archive is: a `Location`. */
export interface ArchivePlace {
  /** May itself be a mount as it was, or an archive. */
  readonly mount: string
  readonly path: string
}

/** Those that Enter opens. */
const archiveEndings = ['.zip', '.jar', '.tar', '.tar.gz', '.tgz']
/** Zip files by another name: they open in their programs, and as archives on demand. */
const alsoZips = '.docx .xlsx .pptx .odt .ods .odp .epub .apk .aab .ipa .war .ear .cbz .whl .xpi .nupkg .kmz'.split(' ')

export function isArchiveName(name: string): boolean {
  return hasEnding(name, archiveEndings)
}

/** May it be opened as an archive? */
export function isArchiveLike(name: string): boolean {
  return isArchiveName(name) || hasEnding(name, alsoZips)
}

/** What a folder with the contents of an archive is called. */
export function nameWithoutArchiveEnding(name: string): string {
  const lower = name.toLowerCase()
  const ending = archiveEndings.filter((each) => lower.endsWith(each)).toSorted((a, b) => b.length - a.length)[0]
  return name.slice(0, name.length - (ending ?? /\.[^.]*$|$/.exec(name)?.[0] ?? '').length) || name
}

export function archiveMountName({ mount, path }: ArchivePlace): string {
  return `${mount}!${encoded(path)}`
}

/** What such a name means; undefined for any other one. Each archive has one name. */
export function archiveMountOf(name: string): ArchivePlace | undefined {
  const [, mount = '', code = ''] = /^(.+)!([^!@/:\\\p{Cc}]+)$/u.exec(name) ?? []
  const path = code.replaceAll(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return code !== '' && encoded(path) === code ? { mount, path } : undefined
}

/** The mount that the outermost archive lies on: `Home` for an archive in an archive of `Home`. */
export function mountBelowArchives(name: string): string {
  const place = archiveMountOf(name)
  return place ? mountBelowArchives(place.mount) : name
}

/** `photos.zip!/inner` in a path that people wrote: the archive and the rest. Only for files named like an archive. */
export function splitAtArchive(path: string): { readonly archive: string; readonly rest: string } | undefined {
  for (const { index } of path.matchAll(/!(?:\/|$)/g)) {
    if (isArchiveLike(path.slice(0, index))) return { archive: path.slice(0, index), rest: path.slice(index + 2) }
  }
  return undefined
}

/** A location as people write it, with `photos.zip!/inner`, with the archives in it as the mounts they are. */
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
