import type { DoctorCheck } from '../../contract/api/host.ts'
import type { Keep, MountInfo, TestEvent } from '../../contract/api/mounts.ts'
import type { EntryKind } from '../../contract/entry.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Transfer } from '../../contract/transfer.ts'
import { amountOf, countOf, escapeControls, formatDuration, formatSize, formatTime } from './format.ts'
import type { ListedEntry, Output } from './output.ts'
import { createProgressLine } from './progress-line.ts'
import { showLocation, showLocationText } from './show-location.ts'
import type { StreamWriter } from './stream-writer.ts'

const kindMarks: Readonly<Record<EntryKind, string>> = { file: '-', folder: 'd', link: 'l', special: '?' }
const kindWords: Readonly<Record<EntryKind, string>> = {
  file: 'file',
  folder: 'folder',
  link: 'link',
  special: 'special file',
}
const checkMarks: Readonly<Record<DoctorCheck['state'], string>> = { ok: 'ok', warning: 'warning', failed: 'failed' }

const secretsAre: Readonly<Record<Keep, string>> = {
  keychain: 'its secrets are in the keychain',
  file: 'its secrets are in the encrypted file',
  session: 'its secrets are for this session only',
  inline: 'its secrets are in the mounts file, in plain text',
}
const outcomeMarks: Readonly<Record<Extract<TestEvent, { kind: 'step' }>['outcome'], string>> = {
  ok: 'ok',
  failed: 'failed',
  'not-offered': 'not offered',
  skipped: 'skipped',
}

/** Orders what arrived together; a whole listing is never waited for. */
const byName = new Intl.Collator(undefined, { numeric: true })

/** Lines for a person; on a terminal with a progress line, and with names that can't command it. */
export function createHumanOutput(out: StreamWriter, err: StreamWriter): Output {
  const progress = createProgressLine(err)
  const shown = (text: string) => (out.isTerminal ? escapeControls(text) : text)
  const print = (line: string) => out.write(`${line}\n`)

  async function complain(text: string) {
    await progress.clear()
    await err.write(`portolan: ${err.isTerminal ? escapeControls(text) : text}\n`)
  }

  return {
    text: (text) => out.write(text),
    bytes: (chunk) => out.write(chunk),
    async mounts({ mounts, problems }) {
      const rows = mounts.map((mount) => [shown(mount.name), mount.type, mountFacts(mount)])
      for (const line of inColumns([['NAME', 'TYPE', ''], ...rows])) await print(line)
      for (const { file, line, message } of problems) await complain(`${file}${line ? `:${line}` : ''}: ${message}`)
    },
    async mountChanged(mount, done) {
      await print(`${done} ${shown(mount.name)}${mount.secrets === undefined ? '' : `, ${secretsAre[mount.secrets]}`}`)
    },
    async mountDetail({ config, secrets, failure }) {
      for (const [key, value] of Object.entries(config)) {
        await print(`${key.padEnd(16)} ${shown(typeof value === 'string' ? value : JSON.stringify(value))}`)
      }
      for (const { key, place } of secrets) await print(`${key.padEnd(16)} (${secretsAre[place]})`)
      if (failure) await complain(failureText(failure))
    },
    async testEvent(event) {
      if (event.kind === 'end') return print(event.message)
      const { step, outcome, failure, reason } = event
      await print(
        `${outcomeMarks[outcome].padEnd(11)}  ${step.padEnd(8)}  ${shown(failure?.message ?? reason ?? '')}`.trimEnd(),
      )
    },
    async listed(entries) {
      if (entries.length === 0) return
      const ordered = entries.toSorted((left, right) => byName.compare(left.shownAs, right.shownAs))
      await out.write(ordered.map((listed) => `${listLine(listed, shown)}\n`).join(''))
    },
    async entry(entry, location) {
      const { sizeBytes, modifiedMs, link, failure } = entry
      await print(`Location   ${shown(showLocation(location))}`)
      await print(`Kind       ${kindWords[entry.kind]}`)
      if (sizeBytes !== undefined) await print(`Size       ${formatSize(sizeBytes)} (${countOf(sizeBytes, 'byte')})`)
      if (modifiedMs !== undefined) await print(`Modified   ${new Date(modifiedMs).toISOString()}`)
      if (link) await print(`Leads to   ${shown(link.target)} (${link.leadsTo})`)
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
    transferProgress: (transfer) => progress.show(progressText(transfer)),
    async transferItem(item, done) {
      const { state, from, failure, reason } = item
      if (state === 'failed' && failure) await complain(failureText({ location: showLocation(from), ...failure }))
      else if (state === 'skipped') {
        await progress.clear()
        await print(`skipped ${shown(showLocation(from))}${reason === undefined ? '' : `: ${reason}`}`)
      } else if (state === 'done') await print(`${done} ${shown(showLocation(from))}`)
    },
    async transferEnd(transfer, done) {
      await progress.clear()
      await print(endText(transfer, done))
    },
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

function listLine({ entry, shownAs }: ListedEntry, shown: (text: string) => string): string {
  const size = entry.sizeBytes === undefined || entry.kind === 'folder' ? '' : formatSize(entry.sizeBytes)
  const time = entry.modifiedMs === undefined ? '' : formatTime(entry.modifiedMs)
  const name = shown(shownAs) + (entry.kind === 'folder' ? '/' : '')
  const target = entry.link ? ` -> ${shown(entry.link.target)}` : ''
  const problem = entry.failure ? `   (${entry.failure})` : ''
  return `${kindMarks[entry.kind]}  ${size.padStart(7)}  ${time.padEnd(16)}  ${name}${target}${problem}`
}

function mountFacts({ hint, label, readOnly }: MountInfo): string {
  return [label, hint, readOnly ? 'read-only' : undefined].filter((fact) => fact !== undefined).join(', ')
}

function failureText({ message, location, detail, kind }: Failure): string {
  const where = location === undefined ? undefined : showLocationText(location)
  const text = where === undefined || message.includes(where) ? message : `${where}: ${message}`
  return kind === 'internal' && detail !== undefined ? `${text} (${detail})` : text
}

function progressText({ counts, bytes, bytesPerSecond, leftMs, isCounting, current, waitsFor }: Transfer): string {
  const settled = counts.done + counts.skipped + counts.failed + counts.cancelled
  const parts = [
    isCounting ? `${settled} of ${counts.total} items so far` : `${settled} of ${countOf(counts.total, 'item')}`,
    `${formatSize(bytes.settled)} of ${formatSize(bytes.total)}`,
    ...(bytesPerSecond === undefined ? [] : [`${formatSize(bytesPerSecond)}/s`]),
    ...(leftMs === undefined ? [] : [`${formatDuration(leftMs)} left`]),
    ...(waitsFor ? [`waits for ${waitsFor.mount}`] : current ? [escapeControls(showLocation(current))] : []),
  ]
  return parts.join('  ')
}

function endText({ counts, folders, bytes, isCancelled, versions }: Transfer, verb: string): string {
  const { done, skipped, failed, cancelled } = counts
  const hasItems = done + skipped + failed + cancelled > 0
  const what = bytes.copied > 0 ? formatSize(bytes.copied) : versions ? countOf(versions, 'version') : undefined
  const amount = hasItems
    ? amountOf(done, folders.done)
    : folders.done > 0
      ? countOf(folders.done, 'empty folder')
      : undefined
  const parts = [`${amount ?? countOf(0, 'item')} ${verb}${what === undefined ? '' : ` (${what})`}`]
  if (amount === undefined && folders.existing > 0) parts.push(`${wereThere(folders.existing)} there already`)
  if (skipped > 0) parts.push(`${skipped} skipped`)
  if (failed > 0) parts.push(`${failed} failed`)
  if (isCancelled) parts.push(`${cancelled} cancelled`)
  return parts.join(', ')
}

function wereThere(folders: number): string {
  return `${countOf(folders, 'folder')} ${folders === 1 ? 'was' : 'were'}`
}

function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
