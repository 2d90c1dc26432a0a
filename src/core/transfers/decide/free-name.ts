import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import { type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'

/**
 * Returns `report (2).pdf` for `report.pdf`. A name whose only dot is the first character has no ending, and `.tar.gz`
 * is one ending.
 */
export function numberedName(name: string, number: number, kind: 'file' | 'folder'): string {
  return markedName(name, String(number), kind)
}

/** The same with a word: `report (left).pdf`. */
export function markedName(name: string, mark: string, kind: 'file' | 'folder'): string {
  const ending = kind === 'file' ? (/(?<=.)(?:\.tar)?\.[^.]+$/su.exec(name)?.[0] ?? '') : ''
  return `${name.slice(0, name.length - ending.length)} (${mark})${ending}`
}

/** Returns the first free numbered name in the folder of a location. */
export async function freeName(location: OpenedLocation, kind: 'file' | 'folder', { signal }: Waits): Promise<string> {
  for (let number = 2; ; number += 1) {
    signal.throwIfAborted()
    const name = numberedName(baseName(location.path), number, kind)
    if (!(await statIfAny({ ...location, path: childPath(parentPath(location.path), name) }, { signal }))) return name
  }
}
