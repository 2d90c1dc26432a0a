import { looseName } from '../text/loose-name.ts'

/**
 * Why a new name is not possible. `twice`: another item gets the same name. `taken`: an entry that is not renamed has
 * it.
 */
export type NameProblem = 'twice' | 'taken' | 'invalid' | 'long' | 'windows'

export interface NewName {
  /** A text that identifies the folder. */
  readonly folder: string
  readonly from: string
  readonly to: string
}

export interface NameLimits {
  /** Tells whether `A` and `a` are the same name there. */
  readonly isLoose: boolean
  readonly nameBytes?: number | undefined
  /** Tells whether the names must be valid on Windows. */
  readonly isWindows: boolean
}

/**
 * Returns the problem of each name that changes. `staying` are the names of entries that are not renamed, as far as
 * they are known.
 */
export function nameProblems(
  names: readonly NewName[],
  staying: Iterable<Pick<NewName, 'folder' | 'from'>>,
  limits: NameLimits,
): readonly (NameProblem | undefined)[] {
  const key = (folder: string, name: string) => `${folder}\0${limits.isLoose ? looseName(name) : name}`
  const taken = new Set<string>()
  for (const { folder, from } of staying) taken.add(key(folder, from))
  const wanted = new Map<string, number>()
  for (const { folder, from, to } of names) {
    if (from === to) taken.add(key(folder, from))
    else wanted.set(key(folder, to), (wanted.get(key(folder, to)) ?? 0) + 1)
  }
  return names.map(({ folder, from, to }) => {
    if (from === to) return undefined
    return shapeProblem(to, limits) ?? placeProblem(key(folder, to))
  })

  function placeProblem(place: string): NameProblem | undefined {
    if (taken.has(place)) return 'taken'
    return (wanted.get(place) ?? 0) > 1 ? 'twice' : undefined
  }
}

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const noWindowsName = /[\u0000-\u001f<>:"\\|?*]|[. ]$/
const encoder = new TextEncoder()

function shapeProblem(name: string, { nameBytes, isWindows }: NameLimits): NameProblem | undefined {
  if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name)) return 'invalid'
  if (isWindows && (noWindowsName.test(name) || reserved.test(name))) return 'windows'
  return nameBytes !== undefined && encoder.encode(name).length > nameBytes ? 'long' : undefined
}
