import { unpackEntries } from '../../../contract/entry-page.ts'
import { childPath, formatLocation, type Location } from '../../../contract/location.ts'
import { atOption, locationAt, momentOf } from '../../arguments/moment.ts'
import type { Command } from '../../command.ts'
import { type ExitCode, exitCodes } from '../../exit-codes.ts'
import type { ListedEntry } from '../../output/output.ts'
import { countOf } from '../../output/format.ts'

export const findCommand: Command = {
  name: 'find',
  usage: 'LOC QUERY… [--contents] [--no-hidden]',
  about: [
    'Finds files and folders below a folder that match all parts of a query, and prints each as soon as it is found.',
    'Words match names; upper case and accents make no difference.',
    'Other parts of a query: *.pdf, size>1mb, modified>2026-01-31, modified:7d, type:pdf,docx, kind:image, tag:key=value, content:"two words".',
    'Put a condition with > or < in quotes, because the shell uses these characters itself.',
  ].join(' '),
  examples: [
    ["portolan find reports: q3 'size>1mb' type:pdf", 'find large PDFs with “q3” in the name'],
    ["portolan find ~ '*.jpg' modified:7d", 'find pictures of the last 7 days'],
    [
      'portolan find reports:2026 --contents harbour "open sea"',
      'find files whose text contains both, and show the line',
    ],
    ['portolan find archive: tag:team=red', 'find by a tag; each candidate costs one request'],
    ['portolan find reports: kind:folder old --json | jq -r .location', 'find folders, for a script'],
  ],
  options: {
    contents: { type: 'boolean', help: 'search the text of files, not their names' },
    'no-hidden': { type: 'boolean', help: 'skip hidden files and folders (names that begin with a dot)' },
    ...atOption,
  },
  takes: { min: 2, max: Number.POSITIVE_INFINITY, what: 'a location and what to find' },
  async run(context) {
    const { has, output, positionals, signal } = context
    const [place = '.', ...words] = positionals
    const { client, readLocation } = await context.connect()
    const location = locationAt((await readLocation(place)).location, momentOf(context))
    const query = words.map(quoted).join(' ')
    const wish = { location, query, inContents: has('contents'), skipsHidden: has('no-hidden') }
    let code: ExitCode = exitCodes.done
    let skipped = 0
    for await (const item of client.find.find(wish, { signal })) {
      if (item.kind === 'found') {
        await output.listed(unpackEntries(item.page).map((entry) => listedEntry(location, entry)))
      } else if (item.kind === 'skipped') {
        const at = formatLocation({ mount: location.mount, path: childPath(location.path, item.path) })
        await output.failure({ location: at, ...item.failure })
        skipped += 1
        code = exitCodes.someFailed
      }
    }
    if (skipped > 0) await output.remark(`${countOf(skipped, 'place')} could not be searched.`)
    return code
  },
}

/** The shell has removed the quotes, so words with spaces are quoted again. */
function quoted(word: string): string {
  if (!/\s/.test(word) || word.includes('"')) return word
  const [, key = '', value = word] = /^(\p{L}+[:=<>]+)(.*)$/su.exec(word) ?? []
  return `${key}"${value}"`
}

/** For a program, the entry has its own name, and its location tells where it is. */
function listedEntry(top: Location, entry: ListedEntry['entry']): ListedEntry {
  const path = childPath(top.path, entry.name)
  const name = entry.name.slice(entry.name.lastIndexOf('/') + 1)
  return { entry: { ...entry, name }, location: { mount: top.mount, path }, shownAs: entry.name }
}
