/** What the parts of the stand-in are to one another. */
import type { IncomingMessage } from 'node:http'
import type { Found } from './xml.ts'

/** One of the places beside another below `/remote.php/dav`. Paths are below the user's folder there. */
export interface Place {
  find(path: string, depth: number): Promise<readonly Found[]>
  /** The file to be sent. */
  get?(path: string): Promise<string>
  put?(path: string, request: IncomingMessage): Promise<number>
  makeFolder?(path: string, request: IncomingMessage): Promise<void>
  remove?(path: string): Promise<void>
  move?(path: string, destination: Destination, request: IncomingMessage): Promise<number>
  copy?(path: string, destination: Destination): Promise<number>
}

export interface Destination {
  readonly place: string
  readonly path: string
  readonly overwrite: boolean
}

export interface Files extends Required<Omit<Place, 'remove'>> {
  remove(path: string): Promise<void>
  /** On the disk. */
  at(path: string): string
  /** Of a path, for as long as it is there; moved with it. */
  idOf(path: string): number
  pathOf(id: number): string | undefined
  has(path: string): Promise<boolean>
  /** Letters of `oc:permissions`. */
  allow(path: string, letters: string): void
  /** In one step, keeping what was there as a version. Gives the status. */
  store(path: string, bytes: Uint8Array, request: IncomingMessage): Promise<number>
}

export interface Versions {
  /** As it is now. */
  keep(file: string, id: number): Promise<void>
  placeOf(files: Files): Place
}

export interface Trash {
  take(file: string, path: string, id: number): Promise<void>
  placeOf(files: Files): Place
}

/** Answered with this status. */
export class Refused extends Error {
  readonly status: number
  constructor(status: number) {
    super(`status ${status}`)
    this.status = status
  }
}
