import type { Entry } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import type { ListOptions } from '../../backend.ts'
import { listFolder } from '../../object-store/read/list.ts'
import { createFolderNames } from '../../object-store/read/folder-names.ts'
import { fileName } from '../../object-store/object-names.ts'
import { persist } from '../../object-store/persist.ts'
import type { GcsClient } from '../connect/client.ts'
import type { Scope } from '../connect/scope.ts'
import { mayPass } from '../failures/failures.ts'
import { factsOf, type SaidObject, sumsOf } from './facts.ts'
import { listPage, type Page } from './look-up.ts'

export function listObjects(scope: Scope, path: string, options: ListOptions): AsyncIterable<EntryPage> {
  const { signal, withSums = false } = options
  return listFolder<Page>(
    scope,
    path,
    { signal },
    {
      containers: () => listBuckets(scope.client, signal),
      ask(bucket, prefix, token, either) {
        const send = () => listPage(scope.client, bucket, prefix, { token, signal: either })
        // the retry is done here, because only this code knows the position in the listing
        return token === undefined ? send() : persist({ signal: either, isWorthIt: mayPass }, send)
      },
      tokenOf: ({ nextPageToken }) => nextPageToken,
      hasRows: ({ items = [], prefixes = [] }) => items.length + prefixes.length > 0,
      reader: (prefix) => createReader(prefix, withSums),
    },
  )
}

function createReader(prefix: string, withSums: boolean): (page: Page) => Entry[] {
  const names = createFolderNames()
  return ({ items = [], prefixes = [] }) => {
    const files = items
      .map((item) => ({ item, text: item.name.slice(prefix.length) }))
      .filter(({ item, text }) => text !== '' || Number(item.size ?? 0) > 0) // the folder's own marker
    names.add(files.map(({ text }) => ({ text, isMark: false })))
    const folders = prefixes.map((key) => key.slice(prefix.length, -1))
    const entries = files.map(({ item, text }) => entryOf(item, text, withSums))
    for (const text of folders) entries.push({ name: names.of(text), kind: 'folder' })
    names.endPage(folders.at(-1))
    return entries
  }
}

function entryOf(item: SaidObject, text: string, withSums: boolean): Entry {
  return { name: fileName(text), kind: 'file', ...factsOf(item), ...(withSums && { sums: sumsOf(item) }) }
}

export async function* listBuckets(client: GcsClient, signal: AbortSignal): AsyncGenerator<EntryPage> {
  let token: string | undefined
  do {
    const page = await client.json<{ items?: readonly { name: string }[]; nextPageToken?: string }>({
      at: '/storage/v1/b',
      query: { project: client.identity.project, pageToken: token, fields: 'nextPageToken,items(name)' },
      signal,
    })
    const entries = (page.items ?? []).map(({ name }): Entry => ({ name, kind: 'folder' }))
    if (entries.length > 0) yield packEntries(entries)
    token = page.nextPageToken
  } while (token !== undefined)
}
