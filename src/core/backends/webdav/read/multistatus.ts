/** Reads the response to a PROPFIND while it arrives, one resource at a time, with any namespace prefixes. */
import type { Readable } from 'node:stream'
import { GarbledError } from '../failures/failures.ts'

/**
 * One `response`. Contains the successful properties by their local names, of `DAV:` and of ownCloud's and Nextcloud's
 * namespaces.
 */
export interface Resource {
  readonly href: string
  readonly isFolder: boolean
  readonly values: ReadonlyMap<string, string>
}

const readNamespaces = new Set(['DAV:', 'http://owncloud.org/ns', 'http://nextcloud.org/ns'])
/** Longer values are never properties that we request. */
const mostValue = 16_384

export async function* readMultistatus(body: Readable): AsyncGenerator<readonly Resource[]> {
  const reader = await createReader()
  const decoder = new TextDecoder()
  try {
    for await (const chunk of body) {
      const found = reader.add(decoder.decode(chunk as Uint8Array, { stream: true }))
      if (found.length > 0) yield found
    }
    const rest = [...reader.add(decoder.decode()), ...reader.end()]
    if (rest.length > 0) yield rest
  } finally {
    body.destroy()
  }
}

interface Reader {
  add(text: string): readonly Resource[]
  end(): readonly Resource[]
}

async function createReader(): Promise<Reader> {
  const { default: sax } = await import('sax')
  const parser = sax.parser(true, { xmlns: true })
  const state = createState()
  let error: Error | undefined
  let isWhole = false
  Object.assign(parser, {
    onerror(found: Error) {
      error ??= found
      parser.resume()
    },
    onopentag: ({ local, uri }: { readonly local: string; readonly uri: string }) =>
      state.open(readNamespaces.has(uri) ? local : ''),
    onclosetag: () => void (isWhole = state.close()),
    ontext: state.text,
    oncdata: state.text,
  })
  const taking = () => {
    if (error) throw new GarbledError(`the answer is no XML: ${error.message.split('\n')[0]}`)
    return state.take()
  }
  return {
    add(text) {
      parser.write(text)
      return taking()
    },
    end() {
      parser.close()
      if (!isWhole) throw new GarbledError('the answer is no multistatus, or broke off')
      return taking()
    },
  }
}

/**
 * The state of the parser: the names of the open elements, and the facts of the current resource and its group of
 * properties.
 */
function createState() {
  const open: string[] = []
  let found: Resource[] = []
  let href = ''
  let values = new Map<string, string>()
  let isFolder = false
  let group = { values: new Map<string, string>(), isFolder: false, status: '' }
  let text = ''

  function closeIn(parent: string | undefined, name: string) {
    if (parent === 'response' && name === 'href') href ||= text
    else if (parent === 'prop' && name !== '') group.values.set(name, text.trim())
    else if (parent === 'checksums' && name === 'checksum') group.values.set('checksum', text.trim())
    else if (parent === 'resourcetype' && name === 'collection') group.isFolder = true
    else if (parent === 'propstat' && name === 'status') group.status = text
    else if (name === 'propstat' && !/\s[45]\d\d\b/.test(group.status)) {
      for (const [key, value] of group.values) values.set(key, value)
      isFolder ||= group.isFolder
    } else if (name === 'response') found.push({ href, isFolder, values })
  }

  return {
    open(name: string) {
      open.push(name)
      text = ''
      if (name === 'response') {
        href = ''
        values = new Map()
        isFolder = false
      }
      if (name === 'propstat') group = { values: new Map(), isFolder: false, status: '' }
    },
    /** Returns whether a whole multistatus has ended. */
    close(): boolean {
      const name = open.pop() ?? ''
      closeIn(open.at(-1), name)
      text = ''
      return open.length === 0 && name === 'multistatus'
    },
    text: (more: string) => {
      if (text.length < mostValue) text += more
    },
    take() {
      const taken = found
      found = []
      return taken
    },
  }
}
