/** Pinned and recent folders and workspaces, as plain data. The stored document is treated as untrusted input. */
import type { Location } from '../../../contract/location.ts'

/** The folders of both panes, under a name. The window's layout defines the format of the content. */
export interface Workspace {
  readonly name: string
  readonly arrangement: unknown
}

export interface Places {
  readonly pins: readonly Location[]
  /** The recently shown folders, the latest first. */
  readonly recent: readonly Location[]
  readonly workspaces: readonly Workspace[]
}

export const noPlaces: Places = { pins: [], recent: [], workspaces: [] }

const mostPins = 100
const mostRecent = 30
const mostWorkspaces = 100

/** Reads the valid parts of a document and ignores the rest. */
export function readPlaces(value: unknown): Places {
  if (typeof value !== 'object' || value === null) return noPlaces
  const { pins, recent, workspaces } = value as Readonly<Record<string, unknown>>
  return {
    pins: listOf(pins, isLocation, mostPins),
    recent: listOf(recent, isLocation, mostRecent),
    workspaces: listOf(workspaces, isWorkspace, mostWorkspaces),
  }
}

function listOf<T>(value: unknown, isOne: (each: unknown) => each is T, most: number): readonly T[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isOne).slice(0, most) : []
}

function isLocation(value: unknown): value is Location {
  const { mount, path } = (value ?? {}) as Readonly<Record<string, unknown>>
  return typeof mount === 'string' && mount !== '' && typeof path === 'string'
}

function isWorkspace(value: unknown): value is Workspace {
  const { name, arrangement } = (value ?? {}) as Readonly<Record<string, unknown>>
  return typeof name === 'string' && name !== '' && typeof arrangement === 'object' && arrangement !== null
}

export function isSamePlace(a: Location, b: Location): boolean {
  return a.mount === b.mount && a.path === b.path
}

export function isPinned({ pins }: Places, place: Location): boolean {
  return pins.some((pin) => isSamePlace(pin, place))
}

/** Pins a folder after the others, or unpins it. */
export function togglePin(places: Places, place: Location): Places {
  const others = places.pins.filter((pin) => !isSamePlace(pin, place))
  return { ...places, pins: others.length < places.pins.length ? others : [...others, place].slice(-mostPins) }
}

/** Moves a pin one position up or down. */
export function movePin(places: Places, place: Location, step: 1 | -1): Places {
  const from = places.pins.findIndex((pin) => isSamePlace(pin, place))
  const to = from + step
  if (from < 0 || to < 0 || to >= places.pins.length) return places
  const without = places.pins.toSpliced(from, 1)
  return { ...places, pins: without.toSpliced(to, 0, place) }
}

/** Adds a folder as the most recent one. */
export function visited(places: Places, place: Location): Places {
  const others = places.recent.filter((each) => !isSamePlace(each, place))
  return { ...places, recent: [place, ...others].slice(0, mostRecent) }
}

/** Stores a workspace, and replaces one with the same name. */
export function keepWorkspace(places: Places, workspace: Workspace): Places {
  const others = places.workspaces.filter(({ name }) => name !== workspace.name)
  const sorted = [...others, workspace].toSorted((a, b) => a.name.localeCompare(b.name))
  return { ...places, workspaces: sorted.slice(0, mostWorkspaces) }
}

export function removeWorkspace(places: Places, name: string): Places {
  return { ...places, workspaces: places.workspaces.filter((each) => each.name !== name) }
}
