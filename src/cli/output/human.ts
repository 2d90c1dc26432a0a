import type { DoctorCheck } from '../../contract/api/host.ts'
import type { EntryKind } from '../../contract/entry.ts'
import { pastMountOf } from '../../contract/location.ts'
import { modeText, octalMode } from '../../lib/file-mode.ts'
import { accountText } from './account-text.ts'
import { countOf, formatSize, formatTime } from './format.ts'
import { mountOutput } from './human-mounts.ts'
import { transferOutput } from './human-transfers.ts'
import type { ListedEntry, Output } from './output.ts'
import { createPrinter, failureText, inColumns } from './printer.ts'
import { showLocation } from './show-location.ts'
import type { StreamWriter } from './stream-writer.ts'

const kindMarks: Readonly<Record<EntryKind, string>> = { file: '-', folder: 'd', link: 'l', special: '?' }
const kindWords: Readonly<Record<EntryKind, string>> = {
  file: 'file',
  folder: 'folder',
  link: 'link',
  special: 'special file',
}
const checkMarks: Readonly<Record<DoctorCheck['state'], string>> = { ok: 'ok', warning: 'warning', failed: 'failed' }

/** Sorts entries that arrive together; it never waits for a whole listing. */
const byName = new Intl.Collator(undefined, { numeric: true })

/**
 * Prints lines for a user. On a terminal it shows a progress line, and escapes names that could control the terminal.
 */
export function createHumanOutput(out: StreamWriter, err: StreamWriter): Output {
  const printer = createPrinter(out, err)
  const { shown, print, complain } = printer

  return {
    text: (text) => out.write(text),
    bytes: (chunk) => out.write(chunk),
    ...mountOutput(printer),
    async listed(entries) {
      if (entries.length === 0) return
      const ordered = entries.toSorted((left, right) => byName.compare(left.shownAs, right.shownAs))
      await out.write(ordered.map((listed) => `${listLine(listed, shown)}\n`).join(''))
    },
    async entry(entry, location, permissions) {
      const { sizeBytes, modifiedMs, link, failure, since, version } = entry
      await print(`Location   ${shown(showLocation(location))}`)
      await print(`Kind       ${kindWords[entry.kind]}`)
      if (sizeBytes !== undefined) await print(`Size       ${formatSize(sizeBytes)} (${countOf(sizeBytes, 'byte')})`)
      if (modifiedMs !== undefined) await print(`Modified   ${new Date(modifiedMs).toISOString()}`)
      if (link) await print(`Leads to   ${shown(link.target)} (${link.leadsTo})`)
      if (permissions) {
        const { mode, owner, group } = permissions
        await print(`Mode       ${modeText(mode)} (${octalMode(mode)})`)
        if (owner) await print(`Owner      ${shown(accountText(owner))}`)
        if (group) await print(`Group      ${shown(accountText(group))}`)
      }
      if (version !== undefined) await print(`Version    ${version}`)
      if (since !== undefined) await print(`Since then ${since}`)
      if (failure) await print(`Problem    ${failure}`)
    },
    async record(_, lines) {
      for (const line of lines) await print(shown(line))
    },
    async outcome({ location, failure }, done) {
      if (failure) await complain(failureText({ location: showLocation(location), ...failure }))
      else if (out.isTerminal) await print(`${done} ${shown(showLocation(location))}`)
    },
    tellsAllItems: false,
    ...transferOutput(printer),
    async checks(checks) {
      for (const line of inColumns(checks.map(({ state, name, message }) => [checkMarks[state], name, message]))) {
        await print(shown(line))
      }
    },
    ready: (url) => print(`Portolan is at ${url}`),
    nextUrl: (url) => print(`One more window: ${url}`),
    remark: complain,
    note: async (text) => (err.isTerminal ? err.write(`${text}\n`) : undefined),
    failure: (failure) => complain(failureText(failure)),
    usage: ({ message, hint }) => complain(hint ? `${message}\n${hint}` : message),
  }
}

function listLine({ entry, location, shownAs }: ListedEntry, shown: (text: string) => string): string {
  const size = entry.sizeBytes === undefined || entry.kind === 'folder' ? '' : formatSize(entry.sizeBytes)
  const time = entry.modifiedMs === undefined ? '' : formatTime(entry.modifiedMs)
  const name = shown(shownAs) + (entry.kind === 'folder' ? '/' : '')
  const target = entry.link ? ` -> ${shown(entry.link.target)}` : ''
  const problem = entry.failure ? `   (${entry.failure})` : ''
  // On a past mount every row has this column, even if the value is unknown.
  const since = pastMountOf(location.mount) ? (entry.since ?? '').padEnd(9) : ''
  const found = entry.found ? `:${entry.found.line}: ${shown(entry.found.text)}` : ''
  return `${kindMarks[entry.kind]}  ${since}${size.padStart(7)}  ${time.padEnd(16)}  ${name}${target}${problem}${found}`
}
