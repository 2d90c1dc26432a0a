import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modeText, octalMode, parseModeChange } from './file-mode.ts'

const changes = [
  '644', '755', '000', 'u+x', 'go-w', 'a+X', '+x', '+w', '-w', '=r', 'u=rwx,go=rx', 'g=u', 'o=g-w', 'u+s',
  'g+s', '+t', 'a-x', 'ug+rw,o=', 'u-s,g-s', 'u=', 'a=rX', 'u+x-w',
] // prettier-ignore
const before = [0o644, 0o755, 0o600, 0o000, 0o444, 0o6755, 0o1777, 0o111]

describe.runIf(process.platform === 'linux')('a mode in the syntax of chmod', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-mode-'))
    writeFileSync(join(folder, 'file'), '')
    mkdirSync(join(folder, 'folder'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(changes)('%s has the same effect as in chmod', (text) => {
    for (const [name, isFolder] of [
      ['file', false],
      ['folder', true],
    ] as const) {
      for (const mode of before) {
        const path = join(folder, name)
        chmodSync(path, mode)
        const change = parseModeChange(text)
        execFileSync('sh', ['-c', 'umask 022; chmod -- "$0" "$1" 2>/dev/null || true', text, path])
        const wanted = octalMode(statSync(path).mode)
        expect([name, octalMode(mode), octalMode(change?.(mode, isFolder) ?? -1)]).toEqual([
          name,
          octalMode(mode),
          wanted,
        ])
      }
    }
  })
})

it('of four digits sets all bits, including the set-ID bits of folders', () => {
  for (const isFolder of [false, true]) {
    const set = (text: string) => octalMode(parseModeChange(text)?.(0o6755, isFolder) ?? -1)
    expect(['0750', '2750', '4755', '1777'].map(set)).toEqual(['750', '2750', '4755', '1777'])
  }
})

it('is refused if invalid', () => {
  for (const text of ['', '8', '77', '99', '12345', 'u', 'u+q', 'x', 'u+x,', 'rwx', 'u+x go-w', '0x1'])
    expect([text, parseModeChange(text)]).toEqual([text, undefined])
})

it('is formatted as by ls', () => {
  expect([0o644, 0o4755, 0o2640, 0o1777, 0].map(modeText)).toEqual([
    'rw-r--r--',
    'rwsr-xr-x',
    'rw-r-S---',
    'rwxrwxrwt',
    '---------',
  ])
})
