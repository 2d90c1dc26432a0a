/** The interfaces between the parts of the stand-in server. */
import type { IncomingMessage } from 'node:http'
import type { Found } from './xml.ts'

/** One of the collections below `/remote.php/dav`. Paths are relative to the user's folder in it. */
export interface Place {
  find(path: string, depth: number): Promise<readonly Found[]>
  /** Returns the path of the file to send. */
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
  /** Returns the path on the disk. */
  at(path: string): string
  /** Returns the id of a path. It stays while the file exists, and moves with it. */
  idOf(path: string): number
  pathOf(id: number): string | undefined
  has(path: string): Promise<boolean>
  /** Sets the letters of `oc:permissions`. */
  allow(path: string, letters: string): void
  /** Stores bytes in one step and keeps the replaced file as a version. Returns the status. */
  store(path: string, bytes: Uint8Array, request: IncomingMessage): Promise<number>
}

export interface Versions {
  /** Keeps the present state of the file. */
  keep(file: string, id: number): Promise<void>
  placeOf(files: Files): Place
}

export interface Trash {
  take(file: string, path: string, id: number): Promise<void>
  placeOf(files: Files): Place
}

/** An error that is answered with this status. */
export class Refused extends Error {
  readonly status: number
  constructor(status: number) {
    super(`status ${status}`)
    this.status = status
  }
}
