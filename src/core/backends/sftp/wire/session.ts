import { type Attributes, encodeAttributes, readAttributes } from './attributes.ts'
import { type Channel, createExchange, StatusError } from './exchange.ts'
import { createPacketReader, type PacketReader, type ServerPath } from './packet.ts'
import { smallBytes } from './splitter.ts'

/** A file or folder that the server holds open for us. */
export type Handle = Buffer

export interface NamedAttributes extends Attributes {
  readonly name: ServerPath
  /** The line that `ls -l` would print. */
  readonly longName: string
}

export interface FileSystemFacts {
  readonly totalBlocks: number
  /** The blocks that an ordinary user may still fill. */
  readonly freeBlocks: number
  readonly blockBytes: number
  readonly fileSystem: number
  readonly isReadOnly: boolean
  readonly longestNameBytes: number
}

export const openFlags = { read: 0x1, write: 0x2, create: 0x8, truncate: 0x10, exclusive: 0x20 } as const

/** The optional features beyond version 3. Each has a name in the protocol. */
const extensions = {
  posixRename: 'posix-rename@openssh.com',
  hardLink: 'hardlink@openssh.com',
  sync: 'fsync@openssh.com',
  fileSystem: 'statvfs@openssh.com',
  limits: 'limits@openssh.com',
  accountNames: 'users-groups-by-id@openssh.com',
} as const
type Extension = keyof typeof extensions

/** One SFTP session with a server. Methods throw `StatusError`, `ConnectionLostError` or `MalformedError`. */
export interface SftpSession {
  /** The maximum number of bytes that one request may read or write. */
  readonly readBytes: number
  readonly writeBytes: number
  readonly can: (extension: Extension) => boolean
  /** True if no more requests can be sent. */
  readonly isLost: () => boolean
  /** Ends the session: all waiting requests fail with this error. */
  readonly fail: (error: Error) => void

  open(path: ServerPath, flags: number, attributes?: Attributes): Promise<Handle>
  close(handle: Handle): Promise<void>
  /** Reads bytes, which may be fewer than requested. Undefined at the end. */
  read(handle: Handle, offset: number, length: number): Promise<Buffer | undefined>
  /** The bytes must not change until the promise resolves. */
  write(handle: Handle, offset: number, bytes: Uint8Array): Promise<void>
  openFolder(path: ServerPath): Promise<Handle>
  /** Returns some entries, including `.` and `..`; undefined at the end. */
  readFolder(handle: Handle): Promise<NamedAttributes[] | undefined>
  stat(path: ServerPath): Promise<Attributes>
  /** Describes a link itself, not its target. */
  linkStat(path: ServerPath): Promise<Attributes>
  handleStat(handle: Handle): Promise<Attributes>
  setHandle(handle: Handle, attributes: Attributes): Promise<void>
  /** For a link, changes its target. */
  setPath(path: ServerPath, attributes: Attributes): Promise<void>
  remove(path: ServerPath): Promise<void>
  makeFolder(path: ServerPath): Promise<void>
  removeFolder(path: ServerPath): Promise<void>
  realPath(path: ServerPath): Promise<ServerPath>
  readLink(path: ServerPath): Promise<ServerPath>
  /** By the protocol this fails if the new name is taken, but some servers do not obey. */
  rename(from: ServerPath, to: ServerPath): Promise<void>

  posixRename(from: ServerPath, to: ServerPath): Promise<void>
  hardLink(from: ServerPath, to: ServerPath): Promise<void>
  sync(handle: Handle): Promise<void>
  fileSystem(path: ServerPath): Promise<FileSystemFacts>
  /** The names of a user and a group by their numbers; empty if the server knows none. */
  accountNames(user: number, group: number): Promise<readonly [user: string, group: string]>
}

const ask = {
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  linkStat: 7,
  handleStat: 8,
  setPath: 9,
  setHandle: 10,
  openFolder: 11,
  readFolder: 12,
  remove: 13,
  makeFolder: 14,
  removeFolder: 15,
  realPath: 16,
  stat: 17,
  rename: 18,
  readLink: 19,
  extended: 200,
} as const
const answer = { status: 101, handle: 102, data: 103, names: 104, attributes: 105, extended: 201 } as const
const endStatus = 1

/** The size that every server must accept, and the largest size that is useful. */
const sureBytes = 32 * 1024
const mostBytes = 255 * 1024

/** Starts the session, and asks for the server's features. */
export async function createSession(channel: Channel): Promise<SftpSession> {
  const exchange = createExchange(channel)
  const offered = readExtensions(await exchange.greeting)
  const can = (extension: Extension) => offered.has(extensions[extension])

  async function done(type: number, ...fields: Parameters<typeof exchange.ask>[1]): Promise<void> {
    await exchange.ask(type, fields, answer.status)
  }
  async function attributesOf(type: number, what: ServerPath | Handle): Promise<Attributes> {
    return readAttributes(await exchange.ask(type, [what], answer.attributes))
  }
  async function handleOf(type: number, ...fields: Parameters<typeof exchange.ask>[1]): Promise<Handle> {
    // a copy, because the handle is used longer than its message
    return Buffer.from((await exchange.ask(type, fields, answer.handle)).bytes())
  }
  async function pathOf(type: number, path: ServerPath): Promise<ServerPath> {
    const reply = await exchange.ask(type, [path], answer.names)
    if (reply.uint32() < 1) throw new StatusError(4, 'the server gave no path')
    return reply.path()
  }
  async function unlessAtEnd<T>(work: Promise<T>): Promise<T | undefined> {
    try {
      return await work
    } catch (error) {
      if (error instanceof StatusError && error.status === endStatus) return undefined
      throw error
    }
  }
  const limits = can('limits') ? await limitsOf(exchange.ask(ask.extended, [extensions.limits], answer.extended)) : {}

  return {
    readBytes: limits.readBytes ?? sureBytes,
    writeBytes: limits.writeBytes ?? sureBytes,
    can,
    isLost: exchange.isLost,
    fail: exchange.fail,
    open: (path, flags, attributes = {}) => handleOf(ask.open, path, flags, encodeAttributes(attributes)),
    close: (handle) => done(ask.close, handle),
    async read(handle, offset, length) {
      const reply = await unlessAtEnd(exchange.ask(ask.read, [handle, BigInt(offset), length], answer.data))
      return reply && ownMemory(reply.bytes())
    },
    write: (handle, offset, bytes) => done(ask.write, handle, BigInt(offset), bytes),
    openFolder: (path) => handleOf(ask.openFolder, path),
    async readFolder(handle) {
      const reply = await unlessAtEnd(exchange.ask(ask.readFolder, [handle], answer.names))
      return reply && readNames(reply)
    },
    stat: (path) => attributesOf(ask.stat, path),
    linkStat: (path) => attributesOf(ask.linkStat, path),
    handleStat: (handle) => attributesOf(ask.handleStat, handle),
    setHandle: (handle, attributes) => done(ask.setHandle, handle, encodeAttributes(attributes)),
    setPath: (path, attributes) => done(ask.setPath, path, encodeAttributes(attributes)),
    remove: (path) => done(ask.remove, path),
    makeFolder: (path) => done(ask.makeFolder, path, encodeAttributes({})),
    removeFolder: (path) => done(ask.removeFolder, path),
    realPath: (path) => pathOf(ask.realPath, path),
    readLink: (path) => pathOf(ask.readLink, path),
    rename: (from, to) => done(ask.rename, from, to),
    posixRename: (from, to) => done(ask.extended, extensions.posixRename, from, to),
    hardLink: (from, to) => done(ask.extended, extensions.hardLink, from, to),
    sync: (handle) => done(ask.extended, extensions.sync, handle),
    async fileSystem(path) {
      return readFileSystem(await exchange.ask(ask.extended, [extensions.fileSystem, path], answer.extended))
    },
    async accountNames(user, group) {
      const fields = [extensions.accountNames, numberBytes(user), numberBytes(group)]
      const reply = await exchange.ask(ask.extended, fields, answer.extended)
      const [users, groups] = [createPacketReader(reply.bytes()), createPacketReader(reply.bytes())]
      return [users.bytes().toString('utf8'), groups.bytes().toString('utf8')]
    },
  }
}

function numberBytes(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/**
 * Returns bytes with their own memory. Small messages share memory, and the memory of read bytes may be transferred to
 * another thread.
 */
function ownMemory(bytes: Buffer): Buffer {
  return bytes.length < smallBytes ? Buffer.from(new Uint8Array(bytes).buffer) : bytes
}

function readExtensions(greeting: PacketReader): ReadonlySet<string> {
  const names = new Set<string>()
  greeting.uint32()
  while (!greeting.isAtEnd()) {
    names.add(greeting.path())
    greeting.bytes()
  }
  return names
}

async function limitsOf(asking: Promise<PacketReader>): Promise<{ readBytes?: number; writeBytes?: number }> {
  try {
    const reply = await asking
    reply.uint64()
    const within = (bytes: number) => (bytes > 0 ? Math.min(bytes, mostBytes) : sureBytes)
    return { readBytes: within(reply.uint64()), writeBytes: within(reply.uint64()) }
  } catch (error) {
    if (error instanceof StatusError) return {}
    throw error
  }
}

function readNames(reply: PacketReader): NamedAttributes[] {
  return Array.from({ length: reply.uint32() }, () => {
    const name = reply.path()
    const longName = reply.path()
    return { name, longName, ...readAttributes(reply) }
  })
}

/** Reads the fields of `statvfs` in their order: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL */
function readFileSystem(reply: PacketReader): FileSystemFacts {
  reply.uint64()
  const blockBytes = reply.uint64()
  const totalBlocks = reply.uint64()
  reply.uint64()
  const freeBlocks = reply.uint64()
  for (let count = 3; count > 0; count -= 1) reply.uint64()
  const fileSystem = reply.uint64()
  const isReadOnly = reply.uint64() % 2 === 1
  return { blockBytes, totalBlocks, freeBlocks, fileSystem, isReadOnly, longestNameBytes: reply.uint64() }
}
