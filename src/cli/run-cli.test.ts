import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => void (cli = createCliHarness()))
afterEach(() => cli.close())

const inWork = (name: string) => join(cli.cwd, name)
const inHome = (name: string) => join(cli.home, name)
const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('usage', () => {
  it('shows examples in the help', async () => {
    const general = await cli.run(['--help'])
    expect(general.code).toBe(0)
    expect(general.out).toContain('portolan cp ~/Photos reports:backup')
    const command = await cli.run(['help', 'cp'])
    expect(command.out).toContain('SRC/ copies its contents')
    expect((await cli.run(['cp', '--help'])).out).toBe(command.out)
    expect((await cli.run(['--version'])).out).toBe('1.2.3\n')
  })

  it.each([
    [['lss'], 'Did you mean “ls”?'],
    [['ls', '--recursiv'], 'Did you mean --recursive?'],
    [['cp', 'a', 'b', '--on-conflict', 'maybe'], 'It is one of: overwrite, keep-both, fail.'],
    [['cp', 'a', 'b', '--on-conflict'], 'needs a value'],
    [['cp', 'a'], 'cp needs a source and a target.'],
    [['put', 'a', 'b'], "can't do anything with “b”"],
    [['serve', '--port', 'nine'], 'A port is a number'],
    [[], '`portolan --help` lists them.'],
  ])('refuses %j and suggests the correct usage', async (argv, hint) => {
    const { code, err, out } = await cli.run(argv)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(hint)
  })

  it('reports errors as JSON on request', async () => {
    const { code, err } = await cli.run(['lss', '--json'])
    expect(code).toBe(2)
    expect(linesOf(err)).toMatchObject([{ failure: { kind: 'bad-input' } }])
  })
})

describe('ls', () => {
  it('lists a local folder and one of a mount', async () => {
    writeFileSync(inWork('b.txt'), '12345')
    mkdirSync(inWork('a'))
    const { code, out } = await cli.run(['ls'])
    expect(code).toBe(0)
    expect(out).toMatch(/^d .* {2}a\/\n- {6}5 B .* {2}b\.txt\n$/)
    writeFileSync(inHome('at-home'), '')
    expect((await cli.run(['ls', 'Home:'])).out).toContain('at-home')
  })

  it.skipIf(process.platform === 'win32')('shows the targets of symbolic links', async () => {
    symlinkSync('nowhere', inWork('link'))
    expect((await cli.run(['ls'])).out).toMatch(/^l .* {2}link -> nowhere\n$/)
  })

  it('lists a single file', async () => {
    writeFileSync(inWork('one'), '')
    expect((await cli.run(['ls', 'one'])).out).toMatch(/ {2}one\n$/)
  })

  it('lists recursively, in order of path', async () => {
    mkdirSync(inWork('top/below'), { recursive: true })
    writeFileSync(inWork('top/below/deep'), '')
    const { out } = await cli.run(['ls', '-r', '--json', 'top'])
    expect(linesOf(out).map(({ location }) => location)).toEqual([inWork('top/below'), inWork('top/below/deep')])
    expect((await cli.run(['ls', '-r', 'top'])).out).toContain('  below/deep\n')
  })

  it('reports a missing folder or mount, and names the existing mounts', async () => {
    expect((await cli.run(['ls', 'nothing'])).code).toBe(4)
    const { code, err } = await cli.run(['ls', 'reports:2026'])
    expect(code).toBe(4)
    expect(err).toContain('There is no mount named “reports”. These mounts exist: Home, Shelf.')
  })

  it('continues after one of several paths failed', async () => {
    writeFileSync(inWork('there'), '')
    const { code, out, err } = await cli.run(['ls', 'nothing', 'there'])
    expect(code).toBe(1)
    expect(out).toContain('there')
    expect(err).toContain('nothing')
  })

  it.skipIf(process.platform === 'win32')('escapes control characters in names on a terminal', async () => {
    writeFileSync(inWork('\u001b[2Jx'), '')
    expect((await cli.run(['ls'], { isTerminal: true })).out).toContain('\\x1b[2Jx')
    expect((await cli.run(['ls'])).out).toContain('\u001b[2Jx')
  })

  it.skipIf(process.platform === 'win32')('treats a name with a colon as a local file', async () => {
    writeFileSync(inWork('a:b'), 'colon')
    expect((await cli.run(['cat', 'a:b'])).out).toBe('colon')
    expect((await cli.run(['cat', './a:b'])).out).toBe('colon')
  })
})

describe('bytes', () => {
  it('stores stdin and prints it again', async () => {
    const stored = await cli.run(['put', 'Shelf:notes'], {
      stdin: Readable.from([Buffer.from('two '), Buffer.from('parts')]),
    })
    expect(stored).toMatchObject({ code: 0, err: '' })
    expect((await cli.run(['cat', 'Shelf:notes'])).out).toBe('two parts')
  })

  it('keeps an existing file on request', async () => {
    writeFileSync(inWork('f'), 'old')
    const argv = ['put', 'f', '--on-conflict', 'fail']
    expect((await cli.run(argv, { stdin: Readable.from([Buffer.from('new')]) })).code).toBe(1)
    expect(readFileSync(inWork('f'), 'utf8')).toBe('old')
  })

  it('leaves nothing behind when it is interrupted', async () => {
    const interrupt = new AbortController()
    async function* endless() {
      for (let sent = 0; ; sent++) {
        if (sent === 20) interrupt.abort(new DOMException('Interrupted.', 'AbortError'))
        yield Buffer.alloc(1000)
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    }
    const { code, err } = await cli.run(['put', 'half'], { stdin: Readable.from(endless()), signal: interrupt.signal })
    expect([code, err]).toEqual([130, ''])
    expect(readdirSync(cli.cwd)).toEqual([])
  })

  it('exits without an error when the reader closes the pipe', async () => {
    writeFileSync(inWork('big'), Buffer.alloc(5_000_000))
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('broken pipe'), { code: 'EPIPE' })),
    })
    expect(await cli.run(['cat', 'big'], { stdout })).toMatchObject({ code: 0, err: '' })
  })
})

describe('mkdir', () => {
  it('creates a folder, and its parents on request', async () => {
    expect((await cli.run(['mkdir', 'a/b'])).code).toBe(4)
    expect((await cli.run(['mkdir', '-p', 'a/b'])).code).toBe(0)
    expect((await cli.run(['mkdir', '-p', 'a/b'])).code).toBe(0)
    expect((await cli.run(['mkdir', 'a'])).code).toBe(1)
  })
})

describe('rm', () => {
  it('deletes permanently on request, folders only with -r', async () => {
    mkdirSync(inWork('folder'))
    writeFileSync(inWork('folder/file'), '')
    const refused = await cli.run(['rm', '--forever', 'folder'])
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('-r deletes it with its contents')
    expect((await cli.run(['rm', '--forever', '-r', 'folder'])).code).toBe(0)
    expect(existsSync(inWork('folder'))).toBe(false)
  })

  it('refuses to delete a whole mount', async () => {
    expect((await cli.run(['rm', '-r', '--forever', 'Home:'])).code).toBe(2)
    expect(existsSync(cli.home)).toBe(true)
  })

  it('reports a missing file', async () => {
    expect((await cli.run(['rm', '--forever', 'nothing'])).code).toBe(4)
  })
})

describe('cp and mv', () => {
  it('copies a file under another name, into a folder, and a folder as a folder', async () => {
    mkdirSync(inWork('from'))
    writeFileSync(inWork('from/f'), 'content')
    mkdirSync(inWork('into'))
    expect((await cli.run(['cp', 'from/f', 'g'])).code).toBe(0)
    expect((await cli.run(['cp', 'from/f', 'from', 'into'])).code).toBe(0)
    expect(readFileSync(inWork('g'), 'utf8')).toBe('content')
    expect(readFileSync(inWork('into/f'), 'utf8')).toBe('content')
    expect(readFileSync(inWork('into/from/f'), 'utf8')).toBe('content')
  })

  it('creates missing folders, including parents of the target', async () => {
    await cli.run(['put', 'Shelf:x/y/a.txt'], { stdin: Readable.from(['A']) })
    expect((await cli.run(['cp', 'Shelf:x/y/a.txt', 'Shelf:new/deep/'])).code).toBe(0)
    expect((await cli.run(['cp', 'Shelf:x/y/a.txt', 'Shelf:one/two/b.txt'])).code).toBe(0)
    expect((await cli.run(['cat', 'Shelf:new/deep/a.txt', 'Shelf:one/two/b.txt'])).out).toBe('AA')
  })

  it('copies the contents of a folder with a trailing slash', async () => {
    mkdirSync(inWork('from'))
    writeFileSync(inWork('from/f'), 'content')
    expect((await cli.run(['cp', 'from/', 'Shelf:new'])).code).toBe(0)
    expect((await cli.run(['cat', 'Shelf:new/f'])).out).toBe('content')
  })

  it('overwrites only on request', async () => {
    writeFileSync(inWork('a'), 'new')
    writeFileSync(inWork('b'), 'old')
    expect((await cli.run(['cp', 'a', 'b'])).code).toBe(1)
    expect(readFileSync(inWork('b'), 'utf8')).toBe('old')
    expect((await cli.run(['cp', 'a', 'b', '--skip', 'exists'])).out).toContain('1 skipped')
    expect((await cli.run(['cp', 'a', 'b', '--on-conflict', 'overwrite'])).code).toBe(0)
    expect(readFileSync(inWork('b'), 'utf8')).toBe('new')
  })

  it('moves between mounts', async () => {
    writeFileSync(inWork('a'), 'cargo')
    const { code, out } = await cli.run(['mv', 'a', 'Home:b', '--json'])
    expect(code).toBe(0)
    expect(linesOf(out).at(-1)).toMatchObject({ kind: 'end', done: 1, failed: 0 })
    expect(existsSync(inWork('a'))).toBe(false)
    expect(readFileSync(inHome('b'), 'utf8')).toBe('cargo')
  })

  it('refuses several sources for one target name, and a missing source', async () => {
    writeFileSync(inWork('a'), '')
    writeFileSync(inWork('b'), '')
    expect((await cli.run(['cp', 'a', 'b', 'c'])).code).toBe(2)
    expect((await cli.run(['cp', 'nothing', 'c'])).code).toBe(4)
  })
})

describe('mounts, stat and doctor', () => {
  it('print their information', async () => {
    writeFileSync(inWork('f'), '123')
    expect(linesOf((await cli.run(['mounts', '--json'])).out).map(({ name }) => name)).toEqual(['Home', 'Shelf'])
    expect(linesOf((await cli.run(['stat', 'f', '--json'])).out)).toMatchObject([
      { name: 'f', kind: 'file', sizeBytes: 3 },
    ])
    expect((await cli.run(['stat', 'f'])).out).toContain('Kind       file\n')
    expect((await cli.run(['doctor'])).code).toBe(0)
  })
})
